// Before sending: who would be asked, or why nobody. Afterwards: why this model, in one sentence.
import { screen, within } from '@testing-library/react';
import { describe, expect, test } from 'vitest';
import type { LeftOut, Trace } from '../../lib/domain/trace.ts';
import type { View } from '../../lib/messaging/protocol.ts';
import {
  at,
  attemptOf,
  cardOf,
  faultNamed,
  groqText,
  healthOf,
  openaiText,
  ownerOf,
  summaryJob,
  targetOf,
  traceOf,
  viewOf,
} from './sample.ts';
import { showPopup } from './stage.tsx';

const groq = ownerOf('groq', 'Groq', healthOf('ready'), [cardOf('groq-key', 'groq')]);
const openai = ownerOf('openai', 'OpenAI', healthOf('ready'), [cardOf('openai-key', 'openai', { plan: 'paid' })]);
const limit = faultNamed('rate_limited', 'Limit 12000');
const needless = faultNamed('cancelled', 'Another answered first.');

const leftOut = (owner: string, ownerName: string, code: LeftOut['code']): LeftOut => ({
  target: targetOf(owner, ownerName, 'some-model'),
  code,
  why: 'It costs money, and “never spend” is on.',
  until: null,
});

const sentence = (trace: Trace, costUsd = 0): string => {
  const target = trace.attempts.find(({ fault }) => fault === null)?.target ?? null;
  showPopup(viewOf([groq, openai], [summaryJob({ text: 'Short.', target, trace, costUsd })]));
  return screen.getByTestId('why').textContent;
};

describe('why this model, in one sentence', () => {
  test('the first in order, on a free key', () => {
    expect(sentence(traceOf([attemptOf(groqText, 900)]))).toBe('Groq was first in order and free.');
  });

  test('the first in order, on a paid key', () => {
    const trace = traceOf([attemptOf(openaiText, 900)]);
    expect(sentence(trace, 0.00031)).toBe('OpenAI was first in order. It cost about $0.0003.');
  });

  test('never calls free what a paid key did at a price that nobody knows', () => {
    const trace = traceOf([attemptOf(openaiText, 900)]);
    expect(sentence(trace)).toBe('OpenAI was first in order. What it cost is not known.');
  });

  test('another provider because the one before it failed', () => {
    const trace = traceOf([attemptOf(groqText, 200, limit), attemptOf(openaiText, 900)]);
    expect(sentence(trace, 0.012)).toBe('OpenAI answered because Groq had reached its limit. It cost about $0.012.');
  });

  test('another provider because several before it failed, each named once', () => {
    const endpoint = targetOf('endpoint-1', 'Ollama', 'llama3.2:3b');
    const trace = traceOf([
      attemptOf(groqText, 200, limit),
      attemptOf({ ...groqText, id: 'other', keyId: 'other' }, 210, limit),
      attemptOf(endpoint, 300, faultNamed('endpoint_unreachable')),
      attemptOf(openaiText, 900),
    ]);
    expect(sentence(trace, 0.00004)).toBe(
      'OpenAI answered because Groq had reached its limit and Ollama could not be reached. It cost less than $0.0001.',
    );
  });

  test('another key of the same provider', () => {
    const second = { ...groqText, id: 'second', keyId: 'second', keyLabel: 'second' };
    const trace = traceOf([attemptOf(groqText, 200, limit), attemptOf(second, 900)]);
    expect(sentence(trace)).toBe(
      'Another Groq key answered because the one before it had reached its limit. It was free.',
    );
  });

  test('another model of the same key', () => {
    const other = { ...groqText, id: 'model', model: 'openai/gpt-oss-20b' };
    const trace = traceOf([attemptOf(groqText, 200, faultNamed('overloaded')), attemptOf(other, 900)]);
    expect(sentence(trace)).toBe(
      'Groq answered with gpt-oss-20b because llama-3.3-70b-versatile was overloaded. It was free.',
    );
  });

  test('the same target, asked again', () => {
    const trace = traceOf([attemptOf(groqText, 200, faultNamed('overloaded')), attemptOf(groqText, 900)]);
    expect(sentence(trace)).toBe('Groq answered when it was asked again; before, it was overloaded. It was free.');
  });

  test('the quicker of two that were asked at once', () => {
    const trace = traceOf([attemptOf(groqText, 1900, needless), attemptOf(openaiText, 2200)]);
    expect(sentence(trace, 0.001)).toBe(
      'OpenAI answered sooner than Groq, which was asked first. It cost about $0.001.',
    );
  });

  test('the first that could be asked, while others rested', () => {
    const trace = traceOf([attemptOf(openaiText, 900)], [leftOut('groq', 'Groq', 'resting')]);
    expect(sentence(trace, 0.5)).toBe(
      'OpenAI was first of those that could be asked: Groq was resting. It cost about $0.50.',
    );
  });

  test('nobody', () => {
    const trace = traceOf([attemptOf(groqText, 200, limit), attemptOf(openaiText, 900, faultNamed('timeout'))]);
    expect(sentence(trace)).toBe('Nobody answered: Groq had reached its limit and OpenAI did not answer in time.');
  });
});

describe('the trace', () => {
  const lines = () =>
    within(screen.getByRole('list', { name: 'Who was asked', hidden: true })).getAllByRole('listitem', {
      hidden: true,
    });

  test('says of a second model that it was not needed, without a reproach', () => {
    sentence(traceOf([attemptOf(groqText, 900), attemptOf(openaiText, 1900, needless)]));
    expect(lines()[1]).toHaveTextContent('was not needed: another answered first');
    expect(lines()[1]).not.toHaveTextContent('“Another answered first.”');
  });

  test('keeps a long message whole where it is shortened', () => {
    const message = 'Rate limit reached. '.repeat(20).trim();
    sentence(traceOf([attemptOf(groqText, 200, faultNamed('rate_limited', message)), attemptOf(openaiText, 900)]));
    expect(screen.getByTitle(message)).toHaveTextContent(`“${message}”`);
  });
});

const withNext = (view: View, part: Partial<View['status']['next']['fast']>): View => {
  const { next } = view.status;
  const changed = { ...next, fast: { ...next.fast, ...part }, transcription: { ...next.transcription, ...part } };
  return { ...view, status: { ...view.status, next: changed } };
};

describe('before sending', () => {
  test('one line says who would be asked for a text and what it may cost', () => {
    showPopup(viewOf([groq]));
    expect(screen.getByTestId('send-line')).toHaveTextContent('Goes to Groq, free; then TogetherAI, about $0.002');
  });

  test('another says it for a recording', async () => {
    const { user } = showPopup(viewOf([groq]));
    await user.click(screen.getByRole('tab', { name: 'Transcribe' }));
    expect(screen.getByTestId('send-line')).toHaveTextContent('Goes to Groq, free');
  });

  test('the reason stands there when nobody can be asked', async () => {
    const nobody = { target: null, line: '', why: 'No key can take this now.' };
    const { user } = showPopup(withNext(viewOf([groq]), nobody));
    expect(screen.getByTestId('send-line')).toHaveTextContent(/^No key can take this now\.$/);
    await user.click(screen.getByRole('tab', { name: 'Transcribe' }));
    expect(screen.getByTestId('send-line')).toHaveTextContent(/^No key can take this now\.$/);
  });
});

describe('a job that waits', () => {
  test('shows its note and no countdown where no time is known', () => {
    showPopup(viewOf([groq], [summaryJob({ state: 'waiting', note: 'Every key is at its limit.', retryAt: null })]));
    expect(screen.getByTestId('job')).toHaveTextContent('Every key is at its limit.');
    expect(screen.getByTestId('job')).not.toHaveTextContent('goes on');
  });

  test('never counts below nothing', () => {
    showPopup(viewOf([groq], [summaryJob({ state: 'waiting', note: 'It rests.', retryAt: at - 3000 })]));
    expect(screen.getByTestId('job')).toHaveTextContent('goes on any moment');
  });

  test('says who is left out for money, and leads to where that is set', async () => {
    const held = [leftOut('openai', 'OpenAI', 'costs_money'), leftOut('together', 'TogetherAI', 'costs_money')];
    const job = summaryJob({ state: 'waiting', note: 'It rests.', retryAt: at + 9000 });
    const { user, asked } = showPopup(withNext(viewOf([groq], [job]), { target: null, leftOut: held }));
    expect(screen.getByTestId('job')).toHaveTextContent(
      'It rests. OpenAI and TogetherAI are left out: “never spend” is on.',
    );
    await user.click(screen.getByRole('button', { name: 'Spending settings' }));
    expect(asked).toEqual([{ name: 'openSettings', payload: 'spending' }]);
  });
});

test('a job that failed for money alone leads to the spending settings', async () => {
  const trace = traceOf([], [leftOut('openai', 'OpenAI', 'costs_money')]);
  const { user, asked } = showPopup(viewOf([openai], [summaryJob({ state: 'failed', note: 'Nobody.', trace })]));
  await user.click(screen.getByRole('button', { name: 'Open settings' }));
  expect(asked).toEqual([{ name: 'openSettings', payload: 'spending' }]);
});
