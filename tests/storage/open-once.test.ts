// What is opened once is shared, and a failure to open it is never kept.
import { describe, expect, it } from 'vitest';
import { openOnce } from '../../lib/storage/open-once.ts';

const opening = (...failures: Error[]) => {
  let tries = 0;
  const open = openOnce(async () => {
    tries += 1;
    const failure = failures.shift();
    if (failure) throw failure;
    return { number: tries };
  });
  return { open, tries: () => tries };
};

describe('opening once', () => {
  it('is shared by all who ask, at the same time and later', async () => {
    const { open, tries } = opening();
    const [one, other] = await Promise.all([open(), open()]);
    expect(one).toBe(other);
    expect(await open()).toBe(one);
    expect(tries()).toBe(1);
  });

  it('is tried anew after it failed', async () => {
    const { open } = opening(new Error('locked'), new Error('locked still'));
    await expect(Promise.all([open(), open()])).rejects.toThrow('locked');
    await expect(open()).rejects.toThrow('locked still');
    expect(await open()).toEqual({ number: 3 });
  });

  it('is tried anew after it threw at the call itself', async () => {
    let tries = 0;
    const open = openOnce(() => {
      tries += 1;
      if (tries === 1) throw new Error('forbidden');
      return Promise.resolve(tries);
    });
    await expect(open()).rejects.toThrow('forbidden');
    expect(await open()).toBe(2);
  });

  it('is tried anew once what was opened is forgotten', async () => {
    const { open } = opening();
    await open();
    open.forget();
    expect(await open()).toEqual({ number: 2 });
  });
});
