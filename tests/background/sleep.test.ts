// The one sleep that engine and jobs are given: it ends in time, and rejects where it is ended from outside.
import { describe, expect, it } from 'vitest';
import { sleepFor } from '../../lib/engine/index.ts';

describe('sleep', () => {
  it('resolves when its time is over', async () => {
    await expect(sleepFor(1, new AbortController().signal)).resolves.toBeUndefined();
  });

  it('rejects with the reason when it is ended, also where it was before it began', async () => {
    const ending = new AbortController();
    const sleeping = sleepFor(60_000, ending.signal);
    ending.abort(new Error('enough'));
    await expect(sleeping).rejects.toThrow('enough');
    await expect(sleepFor(60_000, ending.signal)).rejects.toThrow('enough');
  });
});
