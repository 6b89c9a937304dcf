// The mirror of the background's view: each push applied, and a whole view fetched anew where one does not fit.
import { expect, test } from 'vitest';
import type { Push } from '../../lib/messaging/protocol.ts';
import { createMirror } from '../../lib/view/store.ts';
import { cardOf, healthOf, ownerOf, summaryJob, transcriptionJob, viewOf } from './sample.ts';

const connections = () => {
  const open: { push: (push: Push) => void; stopped: boolean }[] = [];
  const watch = (onPush: (push: Push) => void) => {
    const connection = { push: onPush, stopped: false };
    open.push(connection);
    return () => {
      connection.stopped = true;
    };
  };
  return { open, watch };
};

const mirrored = () => {
  const { open, watch } = connections();
  const mirror = createMirror(watch);
  const [first] = open;
  if (first === undefined) throw new Error('The mirror did not connect.');
  return { open, mirror, first };
};

const running = summaryJob({ state: 'running', text: 'One' });

test('text that fits is added to its job', () => {
  const { mirror, first } = mirrored();
  first.push({ type: 'view', view: viewOf([], [running]) });
  first.push({ type: 'job-text', id: running.id, at: 3, delta: ' two' });
  expect(mirror.getState().view?.jobs[0]?.text).toBe('One two');
});

test.each([
  ['begins elsewhere than the text ends', { type: 'job-text', id: running.id, at: 9, delta: '!' }],
  ['belongs to no job that is here', { type: 'job-text', id: 'unknown', at: 0, delta: '!' }],
] as const)('text that %s makes the mirror connect anew and keep showing what it has', (_, push) => {
  const { open, mirror, first } = mirrored();
  first.push({ type: 'view', view: viewOf([], [running]) });
  first.push(push);
  expect(first.stopped).toBe(true);
  expect(open).toHaveLength(2);
  expect(mirror.getState().view?.jobs[0]?.text).toBe('One');
  open[1]?.push({ type: 'view', view: viewOf([], [{ ...running, text: 'One, whole!' }]) });
  expect(mirror.getState().view?.jobs[0]?.text).toBe('One, whole!');
});

test('a change that comes before the whole view is left alone', () => {
  const { open, mirror, first } = mirrored();
  first.push({ type: 'job', job: running });
  expect(mirror.getState().view).toBeNull();
  expect(open).toHaveLength(1);
});

test('jobs stand newest first, are replaced by their id and go when removed', () => {
  const { mirror, first } = mirrored();
  const ids = () => mirror.getState().view?.jobs.map(({ id }) => id);
  first.push({ type: 'view', view: viewOf([], [running]) });
  first.push({ type: 'job', job: transcriptionJob({ createdAt: running.createdAt + 1 }) });
  expect(ids()).toEqual(['transcription-1', 'summary-1']);
  first.push({ type: 'job', job: { ...running, state: 'done' } });
  expect(mirror.getState().view?.jobs[1]?.state).toBe('done');
  first.push({ type: 'job-removed', id: 'transcription-1' });
  expect(ids()).toEqual(['summary-1']);
});

test('settings and status change without touching the jobs', () => {
  const { mirror, first } = mirrored();
  const whole = viewOf([], [running]);
  first.push({ type: 'view', view: whole });
  const { settings, status } = viewOf([ownerOf('groq', 'Groq', healthOf('ready'), [cardOf('1', 'groq')])]);
  first.push({ type: 'settings', settings, status });
  expect(mirror.getState().view?.settings.keys).toHaveLength(1);
  expect(mirror.getState().view?.jobs).toBe(whole.jobs);
});

test('trouble at the start stands there in words until a view comes', () => {
  let say: (message: string) => void = () => {};
  let push: (push: Push) => void = () => {};
  const mirror = createMirror((onPush, onTrouble) => {
    [push, say] = [onPush, onTrouble];
    return () => {};
  });
  say('Rondo could not open its storage.');
  expect(mirror.getState()).toEqual({ view: null, trouble: 'Rondo could not open its storage.' });
  push({ type: 'view', view: viewOf([]) });
  expect(mirror.getState().trouble).toBeNull();
});
