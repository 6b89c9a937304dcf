// Where recordings are cut: in pauses, with an overlap where there is none, silence left out, nothing lost.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Chunk, type ChunkLimits, frameSeconds, goesOnAt, overlapSeconds } from '../../lib/domain/audio.ts';
import { createPlanner } from '../../lib/transcription/plan.ts';
import { music, nothing, room, type Stretch, sound, speech, voice } from './sound.ts';

const usual: ChunkLimits = { most: 600, mostFirst: 60 };
const plan = (stretches: readonly Stretch[], limits = usual, total?: number): Chunk[] => {
  const planner = createPlanner({ limits, total });
  return [...planner.feed(sound(stretches)), ...planner.finish()];
};
const brief = (chunks: readonly Chunk[]) =>
  chunks.map(({ start, end, silent, cut }) => [Math.round(start), Math.round(end), silent ? 'still' : cut]);

describe('a recording', () => {
  it('is cut in its pauses, the first chunk early', () => {
    const stretches = speech(1_400);
    const chunks = plan(stretches);
    expect(chunks.map(({ cut }) => cut)).toEqual(['pause', 'pause', 'pause', 'end']);
    expect(chunks[0]?.end).toBeLessThanOrEqual(60);
    for (const { start, end, overlap } of chunks) {
      expect(end - start).toBeLessThanOrEqual(600);
      expect(overlap).toBe(0);
    }
    // Sentences of 3 s with 0.6 s between them: each cut lies in the midst of those.
    for (const { end } of chunks.slice(0, -1)) expect(Math.abs((end % 3.6) - 3.3)).toBeLessThan(0.16);
  });

  it('is cut in the quietest of its last pauses', () => {
    const quiet: Stretch = { seconds: 0.6, from: -72, to: -70 };
    const stretches = [...speech(46.8), voice(3), quiet, ...speech(61.2)];
    expect(Math.abs((plan(stretches)[0]?.end ?? 0) - 50.1)).toBeLessThan(0.2);
  });

  it('is cut further back where the last quarter of a minute has no pause', () => {
    const [first] = plan([...speech(39.6), voice(300)]);
    expect(first?.cut).toBe('pause');
    expect(first?.end).toBeGreaterThan(30);
    expect(first?.end).toBeLessThan(42);
  });

  it('is cut hard where there is no pause, and the next chunk begins before the cut', () => {
    const chunks = plan([voice(200)], { most: 100, mostFirst: 50 });
    expect(brief(chunks)).toEqual([
      [0, 50, 'hard'],
      [45, 145, 'hard'],
      [140, 200, 'end'],
    ]);
    expect(chunks.map(({ overlap }) => overlap)).toEqual([0, overlapSeconds, overlapSeconds]);
  });

  it('has no pause in a soft word', () => {
    const soft: Stretch = { seconds: 0.5, from: -27, to: -26 };
    const chunks = plan(Array.from({ length: 30 }, () => [voice(2.5), soft]).flat());
    expect(chunks[0]?.cut).toBe('hard');
  });

  it('leaves nothing for a last chunk that was in the one before', () => {
    expect(brief(plan([voice(51)], { most: 51, mostFirst: 51 }))).toEqual([[0, 51, 'hard']]);
  });

  it('that ends soon after a full window is cut earlier, where its length is known', () => {
    const last = (total?: number) => plan(speech(665), usual, total).at(-1);
    const length = ({ start, end }: Pick<Chunk, 'start' | 'end'>) => end - start;
    expect(length(last() ?? { start: 0, end: 0 })).toBeLessThan(30);
    expect(length(last(665) ?? { start: 0, end: 0 })).toBeGreaterThanOrEqual(30);
  });

  it('that is too short for anything is one chunk', () => {
    expect(brief(plan([voice(2)]))).toEqual([[0, 2, 'end']]);
  });

  it('of no length has no chunks', () => {
    expect(plan([])).toEqual([]);
  });

  it('ends where its container says', () => {
    const planner = createPlanner({ limits: usual });
    planner.feed(sound([voice(10)]));
    expect(planner.finish(9.993)[0]?.end).toBe(9.993);
  });
});

describe('stillness', () => {
  it('of five seconds and more is left out, with half a second kept on either side', () => {
    const chunks = plan([...speech(108), room(40), ...speech(108)], { most: 600, mostFirst: 600 });
    expect(chunks.map(({ silent }) => silent)).toEqual([false, true, false]);
    const [before, still, after] = chunks;
    expect(still?.start).toBe(before?.end);
    expect(after?.start).toBe(still?.end);
    // Speech ends at 107.4 and goes on at 148.
    expect(before?.end).toBeCloseTo(107.9, 1);
    expect(still?.end).toBeCloseTo(147.5, 1);
    expect([still?.voiced, still?.voice]).toEqual([0, []]);
  });

  it('at the beginning and at the end is left out too', () => {
    expect(brief(plan([room(9.9), ...speech(36), room(15)]))).toEqual([
      [0, 9, 'still'],
      [9, 46, 'pause'],
      [46, 61, 'still'],
    ]);
  });

  it('of a second or two stays: it tells where sentences end', () => {
    expect(plan([...speech(21), room(1.4), ...speech(21)])).toHaveLength(1);
    expect(plan([room(1.4), ...speech(21)])[0]?.start).toBe(0);
  });

  it('of a few seconds after little speech is not worth an upload of its own', () => {
    expect(plan([...speech(10), room(8), ...speech(10)])).toHaveLength(1);
    expect(plan([...speech(10), room(25), ...speech(10)])).toHaveLength(3);
  });

  it('is all there is to a recording of nothing, or of an empty room', () => {
    expect(brief(plan([nothing(100)]))).toEqual([[0, 100, 'still']]);
    expect(brief(plan([room(100)]))).toEqual([[0, 100, 'still']]);
  });

  it('is a room without voice, for as long as it takes, where voice was heard before', () => {
    const hum: Stretch = { seconds: 600, from: -49, to: -47 };
    const humming = speech(198).map((part) => (part.seconds < 1 ? { ...part, from: -49, to: -47 } : part));
    const [still, ...others] = plan([...humming, hum, ...humming]).filter(({ silent }) => silent);
    expect(others).toEqual([]);
    expect(Math.abs((still?.end ?? 0) - (still?.start ?? 0) - 600)).toBeLessThan(1);
  });

  it('is not music, however long, nor a hum that may be speech', () => {
    expect(plan([...speech(100), music(120), ...speech(100)]).some(({ silent }) => silent)).toBe(false);
    expect(plan([{ seconds: 100, from: -50, to: -48 }]).some(({ silent }) => silent)).toBe(false);
  });

  it('is not broken by a click', () => {
    const click: Stretch = { seconds: 0.06, from: -20, to: -18 };
    const long = { most: 600, mostFirst: 600 };
    const chunks = plan([...speech(60), room(10), click, room(10), ...speech(60)], long);
    expect(chunks.filter(({ silent }) => silent)).toHaveLength(1);
  });

  it('after a cut is not carried into the next chunk', () => {
    const chunks = plan([voice(50), room(25), ...speech(40)], { most: 60, mostFirst: 60 });
    const kept = chunks.filter(({ silent }) => !silent);
    expect(kept.map(({ start, voice: spans }) => (spans[0]?.start ?? 0) - start < 1)).toEqual([true, true]);
  });
});

describe('what is told of the open chunk', () => {
  it('is settled up to where no cut will be made, and is where the next one begins', () => {
    const planner = createPlanner({ limits: { most: 120, mostFirst: 120 } });
    planner.feed(sound(speech(80)));
    expect(planner.open()).toMatchObject({ index: 0, start: 0 });
    expect(planner.open().settled).toBeGreaterThan(70);
    planner.feed(sound(speech(35)));
    expect(planner.open().settled).toBe(90);
  });

  it('is nothing while all is still', () => {
    const planner = createPlanner({ limits: usual });
    planner.feed(sound([...speech(40), room(30)]));
    expect(planner.open().start).toBeNull();
    expect(planner.open().settled).toBeGreaterThan(60);
  });
});

describe('a limit that is learned late', () => {
  it('holds from the open chunk on, as far as that is not settled', () => {
    const planner = createPlanner({ limits: { most: 600, mostFirst: 600 } });
    const first = planner.feed(sound(speech(200)));
    planner.limit({ most: 60, mostFirst: 60 });
    const chunks = [...first, ...planner.feed(sound(speech(300))), ...planner.finish()];
    expect(chunks[0]?.end).toBeGreaterThan(200);
    expect(chunks[0]?.end).toBeLessThan(231);
    for (const { start, end } of chunks.slice(1)) expect(end - start).toBeLessThanOrEqual(60);
  });

  it('is never so small that nothing could be cut', () => {
    for (const { start, end } of plan([voice(40)], { most: 1, mostFirst: 1 })) {
      expect(end - start).toBeGreaterThan(5);
      expect(end - start).toBeLessThanOrEqual(15);
    }
  });
});

const anyStretch = fc.oneof(
  { weight: 4, arbitrary: fc.tuple(fc.double({ min: 0.3, max: 40, noNaN: true })).map(([seconds]) => voice(seconds)) },
  { weight: 4, arbitrary: fc.double({ min: 0.1, max: 2, noNaN: true }).map(room) },
  { weight: 2, arbitrary: fc.double({ min: 0.1, max: 40, noNaN: true }).map(room) },
  { weight: 1, arbitrary: fc.double({ min: 0.1, max: 20, noNaN: true }).map(nothing) },
  { weight: 1, arbitrary: fc.double({ min: 0.1, max: 20, noNaN: true }).map(music) },
);
const anySound = fc.array(anyStretch, { minLength: 1, maxLength: 40 });
const anyLimits = fc
  .tuple(fc.integer({ min: 20, max: 200 }), fc.integer({ min: 20, max: 60 }))
  .map(([most, mostFirst]) => ({ most, mostFirst: Math.min(most, mostFirst) }));

/** Where somebody speaks, by how the recording was made. */
const spokenIn = (stretches: readonly Stretch[]) => {
  let at = 0;
  return stretches.flatMap(({ seconds, from }) => {
    const start = at;
    at += Math.round(seconds / frameSeconds) * frameSeconds;
    return from === voice(0).from && seconds >= 0.3 ? [{ start, end: at }] : [];
  });
};

describe('whatever is recorded', () => {
  it('lies in chunks without a gap, none too long, no voice in what is left out', () => {
    fc.assert(
      fc.property(anySound, anyLimits, (stretches, limits) => {
        const chunks = plan(stretches, limits);
        const end = sound(stretches).length * frameSeconds;
        expect(chunks[0]?.start ?? 0).toBe(0);
        expect(chunks.at(-1)?.end ?? 0).toBeCloseTo(end, 2);
        for (const [place, chunk] of chunks.entries()) {
          expect(chunk.index).toBe(place);
          const before = chunks[place - 1];
          if (before) expect(chunk.start).toBeCloseTo(before.end - chunk.overlap, 2);
          expect(chunk.overlap > 0).toBe(before?.cut === 'hard');
          if (!chunk.silent) expect(chunk.end - chunk.start).toBeLessThan(limits.most + 0.001);
        }
        for (const spoken of spokenIn(stretches))
          for (const still of chunks.filter(({ silent }) => silent))
            expect(Math.min(spoken.end, still.end) - Math.max(spoken.start, still.start)).toBeLessThan(0.01);
      }),
    );
  });

  it('is cut in the same places in whatever pieces it comes, and never before what was settled', () => {
    fc.assert(
      fc.property(
        anySound,
        anyLimits,
        fc.array(fc.integer({ min: 1, max: 900 }), { minLength: 1 }),
        (stretches, limits, sizes) => {
          const levels = sound(stretches);
          const planner = createPlanner({ limits });
          const chunks: Chunk[] = [];
          let settled = 0;
          for (let at = 0, turn = 0; at < levels.length; turn++) {
            const to = at + (sizes[turn % sizes.length] ?? 1);
            const ended = planner.feed(levels.slice(at, to));
            if (ended[0]) expect(ended[0].end).toBeGreaterThanOrEqual(settled);
            const open = planner.open();
            expect(open.settled).toBeGreaterThanOrEqual(settled);
            if (open.start !== null) expect(open.start).toBeLessThanOrEqual(open.settled);
            settled = open.settled;
            chunks.push(...ended);
            at = to;
          }
          expect([...chunks, ...planner.finish()]).toEqual(plan(stretches, limits));
        },
      ),
      { numRuns: 60 },
    );
  });

  it('goes on after any chunk as if nothing had happened: without a gap, to the same end', () => {
    fc.assert(
      fc.property(anySound, anyLimits, fc.nat(), (stretches, limits, place) => {
        const chunks = plan(stretches, limits);
        const after = chunks[place % chunks.length];
        if (!after || after.cut === 'end') return;
        const planner = createPlanner({ limits, after });
        const levels = sound(stretches).slice(Math.round(goesOnAt(after) / frameSeconds));
        const rest = [...planner.feed(levels), ...planner.finish()];
        if (rest.length === 0) return expect(levels.length * frameSeconds).toBeLessThanOrEqual(overlapSeconds + 0.01);
        expect(rest[0]?.index).toBe(after.index + 1);
        expect(rest[0]?.start).toBeCloseTo(goesOnAt(after), 2);
        expect(rest[0]?.overlap).toBe(after.cut === 'hard' ? overlapSeconds : 0);
        expect(rest.at(-1)?.end).toBeCloseTo(sound(stretches).length * frameSeconds, 2);
      }),
      { numRuns: 60 },
    );
  });
});
