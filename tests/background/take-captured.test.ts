// Who takes what was recorded: at once, or once the user has seen what it takes.
import { describe, expect, it } from 'vitest';
import { dictate, transcribe } from '../../entrypoints/background/take-captured.ts';
import type { Capture } from '../../lib/domain/capture.ts';
import type { Jobs } from '../../lib/jobs/index.ts';

const capture: Capture = {
  ...{ id: 'one', startedAt: 1, title: 'Recording, 23 Nov, 14:05', purpose: 'transcript', sources: ['microphone'] },
  ...{ state: 'ending', note: '' },
};
const forecast = { seconds: 10_800, short: false, usual: null, faster: null, left: [] };

const begin = (short: boolean) => {
  const begun: unknown[][] = [];
  const jobs: Pick<Jobs, 'forecast' | 'transcribe'> = {
    forecast: async () => ({ ok: true, forecast: { ...forecast, short } }),
    transcribe: async (...how) => {
      begun.push(how);
      return { ok: true, jobId: 'job' };
    },
  };
  return { jobs, begun };
};
const name = 'recording.webm';

describe('what was recorded', () => {
  it('is transcribed at once where it is short', async () => {
    const { jobs, begun } = begin(true);
    expect(await transcribe(jobs)(capture, 'blob', null)).toEqual({ ok: true, jobId: 'job' });
    expect(begun).toEqual([['blob', name, { title: capture.title }]]);
  });

  it('is offered with what it takes where it is long', async () => {
    const { jobs, begun } = begin(false);
    expect(await transcribe(jobs)(capture, 'blob', null)).toEqual({ ok: true, offer: forecast });
    expect(begun).toEqual([]);
  });

  it.each([true, false])('is begun as was agreed to (faster: %s)', async (faster) => {
    const { jobs, begun } = begin(false);
    expect(await transcribe(jobs)(capture, 'blob', { faster })).toEqual({ ok: true, jobId: 'job' });
    expect(begun).toEqual([['blob', name, { title: capture.title, faster }]]);
  });

  it('is kept where nobody can say what it takes', async () => {
    const refused = { ok: false as const, message: 'No key can transcribe yet.', fix: 'add-key' as const };
    const { jobs, begun } = begin(false);
    expect(await transcribe({ ...jobs, forecast: async () => refused })(capture, 'blob', null)).toEqual(refused);
    expect(begun).toEqual([]);
  });

  it('is transcribed at once where it was dictated, however long it is, and without names of speakers', async () => {
    const { jobs, begun } = begin(false);
    expect(await dictate(jobs)(capture, 'blob', null)).toEqual({ ok: true, jobId: 'job' });
    expect(begun).toEqual([['blob', name, { title: 'Dictation, 23 Nov, 14:05', speakers: false }]]);
  });
});
