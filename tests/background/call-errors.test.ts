// What the browser calls a failed call is heard while something is checked, and at no other time.
import { describe, expect, it } from 'vitest';
import { createCallErrors, type OnCallError } from '../../entrypoints/background/call-errors.ts';

const url = 'http://127.0.0.1:11434/v1/models';
const baseUrl = 'http://127.0.0.1:11434/v1';

/** A browser that tells of failures when a test says so; `sleep` lets one such failure come late. */
const open = () => {
  const listening = new Map<OnCallError, readonly string[]>();
  const late: (() => void)[] = [];
  let slept = 0;
  const errors = createCallErrors({
    listen: (patterns, onError) => {
      listening.set(onError, patterns);
      return () => listening.delete(onError);
    },
    sleep: async () => {
      slept += 1;
      late.shift()?.();
    },
  });
  const fail = (name: string, at = url) => {
    for (const onError of listening.keys()) onError(at, name);
  };
  return { errors, listening, fail, late, slept: () => slept };
};

describe('while something is checked', () => {
  it('calls to that host alone are listened to, at any port, since patterns have none', async () => {
    const { errors, listening } = open();
    const result = await errors.during(baseUrl, async () => [...listening.values()]);
    expect(result).toEqual([['http://127.0.0.1/*']]);
    expect(listening.size).toBe(0);
  });

  it('the name of a failure is told once, for its own address', async () => {
    const { errors, fail } = open();
    await errors.during(baseUrl, async () => {
      fail('net::ERR_CONNECTION_REFUSED');
      expect(await errors.causeOf('http://127.0.0.1:1/other')).toBeNull();
      expect(await errors.causeOf(url)).toBe('net::ERR_CONNECTION_REFUSED');
      expect(await errors.causeOf(url)).toBeNull();
    });
  });

  it('it is waited for a little, since it comes after the call has failed', async () => {
    const { errors, fail, late, slept } = open();
    late.push(
      () => {},
      () => fail('net::ERR_CERT_AUTHORITY_INVALID'),
    );
    expect(await errors.during(baseUrl, () => errors.causeOf(url))).toBe('net::ERR_CERT_AUTHORITY_INVALID');
    expect(slept()).toBe(2);
    expect(await errors.during(baseUrl, () => errors.causeOf(url))).toBeNull();
    expect(slept()).toBeLessThan(50);
  });

  it('a call that was ended from this side is no failure', async () => {
    const { errors, fail } = open();
    const cause = await errors.during(baseUrl, () => {
      fail('net::ERR_ABORTED');
      fail('NS_BINDING_ABORTED');
      return errors.causeOf(url);
    });
    expect(cause).toBeNull();
  });

  it('listening ends when the work fails', async () => {
    const { errors, listening } = open();
    await expect(errors.during(baseUrl, () => Promise.reject(new Error('no')))).rejects.toThrow('no');
    expect(listening.size).toBe(0);
  });

  it('one check that ends does not make another forget', async () => {
    const { errors, fail } = open();
    let release = () => {};
    const held = new Promise<void>((resolve) => (release = resolve));
    const first = errors.during(baseUrl, async () => {
      fail('net::ERR_CONNECTION_RESET');
      await held;
      return errors.causeOf(url);
    });
    await errors.during('http://other.test/v1', async () => {});
    release();
    expect(await first).toBe('net::ERR_CONNECTION_RESET');
  });
});

it('at no other time is anything waited for or remembered', async () => {
  const { errors, fail, slept } = open();
  await errors.during(baseUrl, async () => fail('net::ERR_CONNECTION_REFUSED'));
  expect(await errors.causeOf(url)).toBeNull();
  expect(slept()).toBe(0);
  expect(await errors.during(baseUrl, () => errors.causeOf(url))).toBeNull();
});
