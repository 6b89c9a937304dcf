// A fault at the first target, as each provider really words it: the next is asked at once, and the right thing is
// remembered. The clock stands still, so that not a millisecond is slept between two targets.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { FaultKind } from '../../lib/domain/fault.ts';
import { untouchedPool } from '../../lib/domain/settings.ts';
import type { Farm, Fault } from '../farm/index.ts';
import { pause, until } from './clock.ts';
import { asked, type Owner, openFarm, openWorld, shown, throughTime } from './world.ts';

let farm: Farm;
beforeAll(async () => {
  farm = await openFarm();
});
afterAll(() => farm.close());

const first = 'groq/openai/gpt-oss-20b';
const [sameKey, otherOwner] = ['groq/openai/gpt-oss-120b', 'openai/gpt-6-luna'];
const pools = { fast: { ...untouchedPool, order: [first, sameKey, otherOwner] } };

type Row = { fault: Fault; kind: FaultKind; next: string };
const rows: Row[] = [
  { fault: { kind: '401' }, kind: 'invalid_key', next: otherOwner },
  { fault: { kind: '402' }, kind: 'quota_exhausted', next: otherOwner },
  { fault: { kind: '404', times: 1 }, kind: 'model_unavailable', next: sameKey },
  { fault: { kind: '413', times: 1 }, kind: 'request_too_large', next: sameKey },
  { fault: { kind: '429', times: 1, retryAfterSeconds: 7 }, kind: 'rate_limited', next: sameKey },
  { fault: { kind: '429', times: 1 }, kind: 'rate_limited', next: sameKey },
  { fault: { kind: '500' }, kind: 'server_error', next: otherOwner },
  { fault: { kind: '503', times: 1 }, kind: 'overloaded', next: sameKey },
  // The key's next model holds no more than the first: it is not asked in vain.
  { fault: { kind: 'context', times: 1 }, kind: 'context_too_long', next: otherOwner },
  { fault: { kind: 'refused' }, kind: 'endpoint_unreachable', next: otherOwner },
  { fault: { kind: 'reset' }, kind: 'endpoint_unreachable', next: otherOwner },
  { fault: { kind: 'html' }, kind: 'endpoint_unreachable', next: otherOwner },
  { fault: { kind: 'redirect' }, kind: 'endpoint_unreachable', next: otherOwner },
  { fault: { kind: 'empty', times: 1 }, kind: 'server_error', next: sameKey },
  { fault: { kind: 'error-inside', deltas: 0, times: 1 }, kind: 'overloaded', next: sameKey },
  { fault: { kind: 'error-inside', deltas: 3, times: 1 }, kind: 'overloaded', next: sameKey },
  { fault: { kind: 'cut', times: 1 }, kind: 'server_error', next: sameKey },
];

describe('a fault at the first target', () => {
  it.each(rows)('$fault.kind sends the request to $next at once', async ({ fault, kind, next }) => {
    const { ask, events } = await openWorld(farm, { change: { pools } });
    const whole = await ask();
    farm.groq.fault(fault);
    events.length = 0;
    const result = await ask();
    if (!result.ok || !whole.ok) throw new Error('nobody answered');
    expect(`${result.target.owner}/${result.target.model}`).toBe(next);
    expect(result.text).toBe(whole.text);
    expect(shown(events)).toBe(result.text);
    expect(result.trace.attempts.map(({ fault: given }) => given?.kind ?? null)).toEqual([kind, null]);
    expect(events.map(({ type }) => type).filter((type) => type !== 'text-delta' && type !== 'restart')).toEqual([
      'target-chosen',
      'target-switched',
      'end',
    ]);
  });

  it.each(['garbage', 'unfinished', 'slow', 'late'] as const)('%s is none: the first answers, whole', async (kind) => {
    const { ask, events } = await openWorld(farm);
    const whole = await ask();
    events.length = 0;
    farm.groq.fault({ kind, afterMs: 30 });
    const result = await ask();
    expect(result.ok && whole.ok && result.text === whole.text).toBe(true);
    expect(asked(farm)).toEqual([first, first]);
  });

  it.each<Owner>(['openai', 'together'])('is read in the words of %s too', async (owner) => {
    for (const kind of ['401', '402', '404', '413', '429', '500', '503', 'context'] as const) {
      const { ask } = await openWorld(farm, { keys: [`${owner}1`], endpoints: ['text'] });
      farm[owner].fault({ kind });
      const result = await ask();
      const faults = result.trace.attempts.map(({ fault }) => fault?.kind);
      const expected = rows.find((row) => row.fault.kind === kind)?.kind;
      // TogetherAI and OpenAI say nothing of tokens on a 413: for a text that is as good as too long.
      const also = kind === '413' ? ['request_too_large', 'file_too_large', 'context_too_long'] : [expected];
      expect([kind, result.ok && result.target.owner]).toEqual([kind, 'text']);
      expect(also).toContain(faults[0]);
    }
  });

  it('is followed by a healthy request through the same engine', async () => {
    for (const { fault } of rows) {
      const { ask, clock } = await openWorld(farm);
      farm.groq.fault(fault);
      await ask();
      farm.groq.clearFaults();
      clock.advance(10_000);
      expect((await ask()).ok).toBe(true);
    }
  });
});

describe('when everybody fails', () => {
  const everywhere = (fault: Fault) => {
    for (const provider of [farm.groq, farm.openai, farm.together, farm.generic]) provider.fault(fault);
  };

  it.each<[Fault['kind'], number]>([
    ['500', 2],
    ['503', 4],
    ['reset', 2],
    ['html', 2],
    ['cut', 2],
    ['401', 1],
    ['404', 1],
  ])('with %s, no target is asked more than %i times, and the refusal is honest', async (kind, most) => {
    const { ask, events, clock } = await openWorld(farm, { keys: ['openai1'], endpoints: ['text'] });
    everywhere({ kind });
    const result = await throughTime(farm, clock, ask());
    if (result.ok) throw new Error('somebody answered');
    const tries = Object.values(Object.groupBy(result.trace.attempts, ({ target }) => target.id));
    expect(Math.max(...tries.map((all) => all?.length ?? 0))).toBe(most);
    expect(new Set(result.trace.attempts.map(({ target }) => target.owner)).size).toBe(2);
    expect(result.fault).toEqual(result.trace.attempts.at(-1)?.fault);
    expect(events.at(-1)).toEqual({ type: 'end' });
    expect(shown(events)).toBe('');
  });

  it('waits in line until the first is free again, asks nobody before, and says so', async () => {
    const { ask, clock, events } = await openWorld(farm, { keys: ['openai1'] });
    farm.openai.fault({ kind: '429', retryAfterSeconds: 30, times: 3 });
    const from = clock.now();
    const result = ask();
    await until('the line', () => events.some(({ type }) => type === 'waiting'));
    expect(events.findLast(({ type }) => type === 'waiting')).toEqual({ type: 'waiting', until: from + 30_000 });
    const calls = asked(farm).length;
    clock.advance(29_999);
    await pause(30);
    expect(asked(farm)).toHaveLength(calls);
    clock.advance(1);
    expect((await result).ok).toBe(true);
    expect(clock.now()).toBe(from + 30_000);
  });

  it('says at once when the first is free again, where that is after the deadline', async () => {
    const { ask, clock } = await openWorld(farm, { keys: ['openai1'] });
    farm.openai.fault({ kind: '429', retryAfterSeconds: 3_600 });
    const refused = await ask();
    expect(refused).toMatchObject({ ok: false, fault: { kind: 'rate_limited' }, retryAt: clock.now() + 3_600_000 });
    const calls = asked(farm).length;
    clock.advance(3_000_000);
    expect(await ask()).toMatchObject({ ok: false, fault: { kind: 'no_target' }, retryAt: clock.now() + 600_000 });
    expect(asked(farm)).toHaveLength(calls);
  });

  it('asks a provider that always limits at most 4 times in 3 s and 6 times in all, then gives up', async () => {
    farm.together.setModels(['openai/gpt-oss-120b']);
    const { ask, clock } = await openWorld(farm, { keys: ['together1'] });
    farm.together.fault({ kind: '429' });
    const from = clock.now();
    const result = await throughTime(farm, clock, ask());
    farm.together.setModels(together);
    expect(result).toMatchObject({ ok: false, fault: { kind: 'rate_limited' } });
    const times = result.trace.attempts.map(({ startedAt }) => startedAt - from);
    expect(times.filter((ms) => ms <= 3_000).length).toBeLessThanOrEqual(4);
    expect(times.length).toBeLessThanOrEqual(6);
  });

  it('answers after one 500, one 429 or one reset where there is no other', async () => {
    for (const kind of ['500', '429', 'reset'] as const) {
      farm.generic.clearFaults();
      const { ask, clock } = await openWorld(farm, { keys: [], endpoints: ['text'] });
      farm.generic.fault({ kind, times: 1, retryAfterSeconds: 2 });
      const from = clock.now();
      const result = await throughTime(farm, clock, ask());
      expect([kind, result.ok, result.trace.attempts.length]).toEqual([kind, true, 2]);
      expect(clock.now() - from).toBeGreaterThanOrEqual(2_000);
    }
  });
});

/** What the practice TogetherAI serves, for tests that change it. */
const together = [
  'Qwen/Qwen3.5-9B',
  'zai-org/GLM-5.3-Flash',
  'nvidia/NVIDIA-Nemotron-3.5-Super-VL',
  'openai/gpt-oss-120b',
  'MiniMaxAI/MiniMax-M3',
  'deepseek-ai/DeepSeek-V4.1-Flash',
  'zai-org/GLM-5.3',
  'moonshotai/Kimi-K3.1-Pro',
  'openai/whisper-large-v3',
];
