// What a failed call is called and said to be: the rows that no practice provider answers with by itself.
import { describe, expect, it } from 'vitest';
import { faultOf } from '../../lib/domain/fault.ts';
import type { CheckCause } from '../../lib/domain/status.ts';
import type { Failed } from '../../lib/domain/wire.ts';
import { outcomeOf } from '../../lib/engine/check-outcome.ts';
import { readFault } from '../../lib/limits/read-fault.ts';

const to = { name: 'Mine', baseUrl: 'https://llm.test/v1', withKey: true };
const answered = (status: number | null, message: string): Failed => ({
  ok: false,
  failure: { status, headers: {}, body: message && JSON.stringify({ error: { message } }) },
});
const told = (failed: Failed) => outcomeOf(failed, readFault(failed.failure), to, null);

describe('an answer', () => {
  it.each<[number, string, CheckCause, RegExp]>([
    [503, 'Loading model', 'slow', /still loading the model/],
    [503, 'Model mistral-7b is currently loading', 'slow', /still loading the model/],
    [503, 'The engine is currently overloaded, please try again later', 'failed', /it is overloaded/],
    [503, 'Server is under high load', 'failed', /it is overloaded/],
    [504, 'upstream request timeout', 'slow', /answers, but not in time: upstream/],
    [403, '', 'refused_origin', /OLLAMA_ORIGINS/],
    [400, 'Something odd', 'failed', /answered with an error: Something odd/],
    [400, 'This model does not support tools', 'unsupported', /cannot do it: This model does not support tools/],
  ])('of %i with “%s” is %s', (status, message, cause, words) => {
    const outcome = told(answered(status, message));
    expect(outcome.cause).toBe(cause);
    expect(outcome.message).toMatch(words);
  });

  it('that is an error under status 200 is not in the OpenAI form', () => {
    expect(told(answered(200, 'Unexpected endpoint or method. (POST /chat/completions)'))).toMatchObject({
      cause: 'not_compatible',
    });
  });
});

it('silence is put down to loading at home, and to being busy elsewhere', () => {
  const fault = faultOf('timeout', 'endpoint', 'Nothing came within 20 s.');
  const silent: Failed = { ok: false, failure: { status: null, headers: {}, body: '', fault } };
  expect(outcomeOf(silent, fault, to, null).message).toBe(
    'Mine took the call and then stayed silent. Nothing came within 20 s. It may be busy: try again.',
  );
  const local = { ...to, baseUrl: 'http://localhost:11434/v1' };
  expect(outcomeOf(silent, fault, local, null).message).toMatch(/still be loading the model/);
});
