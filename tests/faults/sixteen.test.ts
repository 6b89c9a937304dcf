// The sixteen faults of failoverbench's list, once with a healthy second target and once with none. Real HTTP, and the
// full profile (first token late by 20 s, silence, an outage of 60 s, 15 ms between tokens, sixty words that must arrive
// exactly) in a time that passes at once (time.ts): nothing is shortened, no timer of the engine is touched.
import { afterEach, describe, expect, it } from 'vitest';
import type { Answer, Refusal } from '../../lib/domain/request.ts';
import type { Fault } from '../farm/index.ts';
import { arrivals, callsTo, onlyFast, openWorld, question, shown, sixty, type Wanted, type World } from './world.ts';

let world: World;
afterEach(() => world.close());

const two = (wanted: Wanted = {}): Promise<World> => openWorld({ keys: { groq: 1, openai: 1 }, ...wanted });
const one = (wanted: Wanted = {}): Promise<World> => openWorld({ keys: { groq: 1 }, ...wanted });
const begin = async (opened: Promise<World>, fault: Fault): Promise<World> => {
  world = await opened;
  world.farm.groq.fault({ path: 'chat', ...fault });
  return world;
};

/** The whole answer of one model, told to the caller and shown on the way without a word lost, doubled or mixed in. */
const expectWhole = (result: Answer | Refusal, owner: 'groq' | 'openai'): Answer => {
  if (!result.ok) throw new Error(`No answer: ${JSON.stringify(result.fault)}`);
  expect(result.text).toBe(sixty);
  expect(result.target.owner).toBe(owner);
  expect(result.usage.outputTokens).toBe(Math.ceil(sixty.length / 4));
  expect(result.trace.attempts.filter(({ fault }) => fault === null)).toHaveLength(1);
  expect(shown(world.events)).toBe(sixty);
  world.events.length = 0;
  return result;
};

const expectRefused = (result: Answer | Refusal, kind: string): Refusal => {
  if (result.ok) throw new Error('There was nobody who could have answered.');
  expect(result.fault.kind).toBe(kind);
  expect(result).not.toHaveProperty('text');
  // What was shown of half an answer was taken back.
  expect(shown(world.events)).toBe('');
  expect(world.events.at(-1)).toEqual({ type: 'end' });
  world.events.length = 0;
  return result;
};

const expectWell = async (change: Parameters<World['answer']>[0] = {}): Promise<void> => {
  world.farm.groq.clearFaults();
  world.events.length = 0;
  const result = await world.answer(change);
  expect(result).toMatchObject({ ok: true });
  expect(shown(world.events)).toBe(result.ok ? result.text : '');
};

/** Growing pauses: no two tries of a failing target are as near to one another as the two before. */
const expectGrowing = (times: readonly number[]): void => {
  const gaps = times.slice(1).map((time, index) => time - (times[index] ?? 0));
  for (const [index, gap] of gaps.entries()) {
    expect(gap).toBeGreaterThanOrEqual(2_000 * 2 ** index);
    expect(gap).toBeLessThanOrEqual(2_000 * 2 ** index * 1.05 + 1_000);
  }
};

const kindsOf = ({ trace }: Answer | Refusal) => trace.attempts.map(({ fault }) => fault?.kind ?? null);
const restarts = () => world.events.filter(({ type }) => type === 'restart').length;

/** Asks again and again for so long, and answers with all results. */
const askEvery = async (ms: number, times: number): Promise<(Answer | Refusal)[]> => {
  const work: Promise<Answer | Refusal>[] = [];
  for (let asked = 0; asked < times; asked++) {
    work.push(world.ask());
    await world.time.pass(ms);
  }
  return world.time.until(Promise.all(work));
};

describe('1. one 429 that names 2 s', () => {
  const fault: Fault = { kind: '429', retryAfterSeconds: 2, times: 1 };

  it('is answered at once elsewhere; the first rests for 2 s and is used again after them', async () => {
    const { answer, farm, time } = await begin(two(), fault);
    const from = time.now();
    expectWhole(await answer(), 'openai');
    // In the same moment: no sleep lies between the refusal and the next call.
    expect(callsTo(farm.openai)[0]?.at).toBe(from);
    await time.pass(from + 1_999 - time.now());
    expectWhole(await answer(), 'openai');
    await time.pass(from + 2_200 - time.now());
    expectWhole(await answer(), 'groq');
    expect(arrivals(farm.groq)[1]).toBeGreaterThanOrEqual(2_000);
    await expectWell();
  });

  it('is waited out where there is no other, with exactly one more call', async () => {
    const { answer, farm } = await begin(one(), fault);
    expectWhole(await answer(), 'groq');
    const [, second = 0, ...more] = arrivals(farm.groq);
    expect(second).toBeGreaterThanOrEqual(2_000);
    expect(second).toBeLessThanOrEqual(2_100);
    expect(more).toEqual([]);
    await expectWell();
  });
});

describe('2. 429 for ever, and no time named', () => {
  it('is answered elsewhere each time, with few and ever rarer tries at the first', async () => {
    const { farm, events } = await begin(two({ settings: { hedge: { on: false, maxUsd: 0 } } }), { kind: '429' });
    const results = await askEvery(500, 100);
    expect(results.every((result) => result.ok && result.text === sixty && result.target.owner === 'openai')).toBe(
      true,
    );
    const tries = arrivals(farm.groq);
    expect(tries.filter((at) => at < 3_000).length).toBeLessThanOrEqual(4);
    expect(tries.length).toBeLessThanOrEqual(6);
    expect(tries.length).toBeGreaterThan(1);
    expect(callsTo(farm.openai)).toHaveLength(100);
    expect(events.filter(({ type }) => type === 'restart')).toEqual([]);
    await expectWell();
  });

  it('ends in a clean failure where there is no other, after at most six ever rarer tries', async () => {
    const { answer, farm } = await begin(one(), { kind: '429' });
    const result = expectRefused(await answer(), 'rate_limited');
    expect(result.fault.message).toContain('Rate limit reached');
    const tries = arrivals(farm.groq);
    expect(tries.filter((at) => at < 3_000).length).toBeLessThanOrEqual(4);
    expect(tries.length).toBeLessThanOrEqual(6);
    expectGrowing(tries);
    await expectWell();
  });
});

describe('3. one 500', () => {
  it('is answered at once elsewhere', async () => {
    const { answer, farm } = await begin(two(), { kind: '500', times: 1 });
    expectWhole(await answer(), 'openai');
    expect(callsTo(farm.groq)).toHaveLength(1);
    await expectWell();
  });

  it('is tried once more where there is no other', async () => {
    const { answer, farm } = await begin(one(), { kind: '500', times: 1 });
    expectWhole(await answer(), 'groq');
    const [, second = 0, ...more] = arrivals(farm.groq);
    expect(second).toBeGreaterThanOrEqual(2_000);
    expect(more).toEqual([]);
    await expectWell();
  });
});

describe('4. 503 for ever', () => {
  it('is answered elsewhere each time, with at most six tries at the first in a minute', async () => {
    const { farm } = await begin(two(), { kind: '503' });
    const results = await askEvery(1_000, 60);
    expect(results.every((result) => result.ok && result.text === sixty && result.target.owner === 'openai')).toBe(
      true,
    );
    expect(callsTo(farm.groq).length).toBeLessThanOrEqual(6);
    await expectWell();
  });

  it('ends with the first one’s own error where there is no other', async () => {
    const { answer, farm } = await begin(one(), { kind: '503' });
    const result = expectRefused(await answer(), 'overloaded');
    expect(result.fault).toMatchObject({ status: 503, message: expect.stringContaining('over capacity') });
    expect(callsTo(farm.groq).length).toBeLessThanOrEqual(6);
    expectGrowing(arrivals(farm.groq));
    await expectWell();
  });
});

describe('5. a connection that is reset before headers, once', () => {
  it('is answered at once elsewhere', async () => {
    const { answer, farm } = await begin(two(), { kind: 'reset', times: 1 });
    expectWhole(await answer(), 'openai');
    expect(callsTo(farm.groq)).toHaveLength(1);
    await expectWell();
  });

  it('is tried once more where there is no other', async () => {
    const { answer, farm } = await begin(one(), { kind: 'reset', times: 1 });
    expectWhole(await answer(), 'groq');
    expect(callsTo(farm.groq)).toHaveLength(2);
    expect(arrivals(farm.groq)[1]).toBeGreaterThanOrEqual(2_000);
    await expectWell();
  });
});

describe('6. a call that is taken, then silence for 120 s', () => {
  it('is answered elsewhere within 2 s, and the silent one is not asked twice', async () => {
    const { answer, farm, time } = await begin(two(), { kind: 'silent' });
    const from = time.now();
    expectWhole(await answer(), 'openai');
    expect(time.now() - from).toBeLessThan(2_000);
    expect(callsTo(farm.groq)).toMatchObject([{ aborted: true }]);
    await expectWell();
  });

  it('ends in a failure within its deadline where there is no other, and is not asked twice', async () => {
    const { answer, farm, time } = await begin(one(), { kind: 'silent' });
    const from = time.now();
    expectRefused(await answer(), 'timeout');
    // Longer than where somebody else could be asked (20 s), since giving up gains nothing; but not for ever.
    expect(time.now() - from).toBe(60_000);
    expect(callsTo(farm.groq)).toMatchObject([{ aborted: true }]);
    await expectWell();
  });

  it('ends at the deadline itself where that comes first', async () => {
    const { answer, farm, time } = await begin(one(), { kind: 'silent' });
    const from = time.now();
    expectRefused(await answer({ deadlineMs: 5_000 }), 'timeout');
    expect(time.now() - from).toBe(5_000);
    expect(callsTo(farm.groq)).toHaveLength(1);
    await expectWell();
  });
});

describe('7. headers at once, the first token after 20 s', () => {
  const fault: Fault = { kind: 'late', afterMs: 20_000 };

  it('is answered elsewhere long before', async () => {
    const { answer, farm, time } = await begin(two(), fault);
    const from = time.now();
    expectWhole(await answer(), 'openai');
    expect(time.now() - from).toBeLessThan(2_000);
    expect(callsTo(farm.groq)).toMatchObject([{ aborted: true, deltasSent: 0 }]);
    await expectWell();
  });

  it('is heard when it speaks where there is no other', async () => {
    const { answer, farm, time } = await begin(one(), fault);
    const from = time.now();
    expectWhole(await answer(), 'groq');
    expect(time.now() - from).toBeLessThan(21_000);
    expect(callsTo(farm.groq)).toHaveLength(1);
    await expectWell();
  });
});

// Fourteen pieces of two, three and four words in turn are 41 of the 60.
describe('8. a stream that is cut after 41 of 60 words', () => {
  it('is finished elsewhere: the whole answer of one model', async () => {
    const { answer, farm } = await begin(two(), { kind: 'cut', deltas: 14 });
    const work = await answer();
    expect(restarts()).toBe(1);
    const result = expectWhole(work, 'openai');
    expect(kindsOf(result)).toEqual(['server_error', null]);
    expect(callsTo(farm.groq)).toMatchObject([{ deltasSent: 14 }]);
    await expectWell();
  });

  it('is a clear failure where there is no other, never half an answer', async () => {
    const { answer, farm } = await begin(one(), { kind: 'cut', deltas: 14 });
    expectRefused(await answer(), 'server_error');
    expect(callsTo(farm.groq).length).toBeLessThanOrEqual(2);
    await expectWell();
  });

  it('is asked for once more where there is no other, and a whole answer is taken', async () => {
    const { answer, farm } = await begin(one(), { kind: 'cut', deltas: 14, times: 1 });
    expectWhole(await answer(), 'groq');
    expect(callsTo(farm.groq)).toHaveLength(2);
    await expectWell();
  });
});

// As behind a proxy that closes its side of the connection politely: no error shows, only the end is missing.
describe('8. a stream that ends too early, as if it were whole', () => {
  const half = sixty.split(' ').slice(0, 40).join(' ');
  const chunk = { choices: [{ index: 0, delta: { content: half }, finish_reason: null }] };
  const instead: Wanted['instead'] = (owner) =>
    owner === 'groq'
      ? new Response(`data: ${JSON.stringify(chunk)}\n\n`, { headers: { 'content-type': 'text/event-stream' } })
      : undefined;

  it('is finished elsewhere: the whole answer of one model', async () => {
    world = await two({ instead });
    const work = await world.answer();
    expect(restarts()).toBe(1);
    expect(kindsOf(expectWhole(work, 'openai'))).toEqual(['server_error', null]);
    await expectWell();
  });

  it('is a clear failure where there is no other, never half an answer', async () => {
    world = await one({ instead });
    expectRefused(await world.answer(), 'server_error');
    expect(world.bodies.length).toBeLessThanOrEqual(2);
  });
});

// Seven pieces are 20 words.
describe('9. silence after 20 words, the connection open', () => {
  it('is noticed within seconds and finished elsewhere', async () => {
    const { answer, farm, time } = await begin(two(), { kind: 'stalled', deltas: 7 });
    const from = time.now();
    const work = await answer();
    expect(restarts()).toBe(1);
    const result = expectWhole(work, 'openai');
    expect(kindsOf(result)).toEqual(['timeout', null]);
    expect(time.now() - from).toBeLessThan(10_000);
    expect(callsTo(farm.groq)).toMatchObject([{ aborted: true, deltasSent: 7 }]);
    await expectWell();
  });

  it('is a clear failure where there is no other', async () => {
    const { answer, farm, time } = await begin(one(), { kind: 'stalled', deltas: 7 });
    const from = time.now();
    expectRefused(await answer(), 'timeout');
    expect(time.now() - from).toBeLessThan(10_000);
    expect(callsTo(farm.groq)).toHaveLength(1);
    await expectWell();
  });
});

describe.each([
  ['with a second target', two],
  ['with none', one],
] as const)('10. one invalid line of JSON in the stream, %s', (_name, open) => {
  it('is skipped, and the answer is whole', async () => {
    const { answer, farm } = await begin(open(), { kind: 'garbage', times: 1 });
    expectWhole(await answer(), 'groq');
    expect(callsTo(farm.groq)).toHaveLength(1);
    expect(callsTo(farm.openai)).toHaveLength(0);
    await expectWell();
  });
});

describe.each([
  ['with a second target', two],
  ['with none', one],
] as const)('11. a complete stream without [DONE], %s', (_name, open) => {
  it('is complete at once, with its usage', async () => {
    const { answer, farm, time } = await begin(open(), { kind: 'unfinished', times: 1 });
    const from = time.now();
    const { usage } = expectWhole(await answer(), 'groq');
    expect(usage.inputTokens).toBeGreaterThan(60);
    expect(time.now() - from).toBeLessThan(500);
    expect([...callsTo(farm.groq), ...callsTo(farm.openai)]).toHaveLength(1);
    await expectWell();
  });
});

describe('12. 400 context_length_exceeded', () => {
  it('costs one try here, and a target with a larger window answers', async () => {
    const { answer, farm } = await begin(two(), { kind: 'context' });
    expectWhole(await answer(), 'openai');
    expect(callsTo(farm.groq)).toHaveLength(1);
    expect(callsTo(farm.openai)).toHaveLength(1);
    await expectWell();
    // What was too long stays too long: the same request does not go there again.
    expect(callsTo(farm.groq)).toHaveLength(1);
  });

  it('asks nobody whose window is no larger', async () => {
    // All three of gpt-oss hold 131,072 tokens, the last one more. Our estimate may be below what a model counts.
    const same = ['groq/openai/gpt-oss-20b', 'groq/openai/gpt-oss-120b', 'together/openai/gpt-oss-120b'];
    const pools = onlyFast([...same, 'together/zai-org/GLM-5.3-Flash']);
    const said =
      "This model's maximum context length is 131072 tokens. However, your messages resulted in 140000 tokens.";
    const error = { message: said, type: 'invalid_request_error', code: 'context_length_exceeded' };
    const instead: Wanted['instead'] = (_owner, { model }) =>
      model === 'openai/gpt-oss-20b' ? Response.json({ error }, { status: 400 }) : undefined;
    world = await openWorld({ keys: { groq: 1, together: 1 }, settings: { pools }, instead });
    const { answer, farm } = world;
    expect(await answer()).toMatchObject({ ok: true, target: { model: 'zai-org/GLM-5.3-Flash' } });
    expect(callsTo(farm.groq)).toHaveLength(0);
    expect(callsTo(farm.together)).toHaveLength(1);
  });

  it('is a clean failure after one try where there is no other', async () => {
    const { answer, farm } = await begin(one(), { kind: 'context' });
    expectRefused(await answer(), 'context_too_long');
    expect(callsTo(farm.groq)).toHaveLength(1);
    // The lesson holds: a healthy request is one that is shorter.
    await expectWell({ messages: [{ role: 'user', content: 'Say the one word: ready' }], maxOutput: 64 });
  });
});

describe.each([
  ['with a second target', two],
  ['with none', one],
] as const)('13. 400 because of the content, %s', (_name, open) => {
  it('costs one try, and the reason reaches the user', async () => {
    const { answer, farm } = await begin(open(), { kind: 'content' });
    const { fault } = expectRefused(await answer(), 'content_blocked');
    expect(fault.message).toContain('refused because of its content');
    expect(callsTo(farm.groq)).toHaveLength(1);
    expect(callsTo(farm.openai)).toHaveLength(0);
    await expectWell();
  });
});

describe('14. a stream that is cut, and a second target that refuses a begun answer', () => {
  it('is begun again cleanly, with the very messages of the first call', async () => {
    const refused = {
      error: { message: 'The last message must not be the assistant’s.', type: 'invalid_request_error' },
    };
    const instead: Wanted['instead'] = (_owner, { messages }) =>
      messages.at(-1)?.role === 'assistant' ? Response.json(refused, { status: 400 }) : undefined;
    const { answer, bodies } = await begin(two({ instead }), { kind: 'cut', deltas: 14 });
    const result = expectWhole(await answer(), 'openai');
    expect(kindsOf(result)).toEqual(['server_error', null]);
    expect(bodies.map(({ messages }) => messages)).toEqual([question.messages, question.messages]);
    await expectWell();
  });
});

describe('15. 503 for 60 s, then healthy; twenty requests, one every 4 s', () => {
  it.each([0, 0.5, 0.999])(
    'all are answered, with few probes, and the first comes back soon (chance %s)',
    async (chance) => {
      const { farm, time, ask } = await begin(two({ random: () => chance }), { kind: '503' });
      const from = time.now();
      const results: Promise<Answer | Refusal>[] = [];
      for (let asked = 0; asked < 24; asked++) {
        if (asked === 15) farm.groq.clearFaults();
        results.push(ask());
        await time.pass(4_000);
      }
      const all = await time.until(Promise.all(results));
      expect(all.every((result) => result.ok && result.text === sixty)).toBe(true);
      const probes = callsTo(farm.groq).filter(({ at }) => at < from + 60_000);
      expect(probes.length).toBeLessThanOrEqual(6);
      const back = callsTo(farm.groq).find(({ at }) => at >= from + 60_000);
      expect((back?.at ?? Number.POSITIVE_INFINITY) - from - 60_000).toBeLessThanOrEqual(30_000);
      // From then on it is the first again.
      const last = all.at(-1);
      expect(last?.ok && last.target.owner).toBe('groq');
      await expectWell();
    },
  );
});

describe('16. 503, and the second answers', () => {
  it('the result names the second and its usage; the failed try costs nothing', async () => {
    // A key that is paid for, so that a failed try could cost something.
    const { answer, engine } = await begin(two({ plans: { groq: 'paid' } }), { kind: '503', times: 1 });
    const result = expectWhole(await answer(), 'openai');
    const [failed, answered] = result.trace.attempts;
    expect(failed).toMatchObject({ costUsd: 0, target: { owner: 'groq' }, usage: { outputTokens: null } });
    expect(answered).toMatchObject({ target: { owner: 'openai' }, usage: result.usage, costUsd: result.costUsd });
    const { inputTokens, outputTokens } = result.usage;
    expect(result.costUsd).toBeCloseTo(((inputTokens ?? 0) * 0.1 + (outputTokens ?? 0) * 0.5) / 1_000_000, 12);
    expect(engine.status().spend.byOwner).toEqual({ openai: result.costUsd });
    await expectWell();
  });
});
