// What one answer teaches, of whom, and for how long.
import { describe, expect, it } from 'vitest';
import { type Fault, type FaultKind, type FaultScope, noLimit } from '../../lib/domain/fault.ts';
import { type EngineState, freshState, type Lesson, type ModelList } from '../../lib/domain/state.ts';
import {
  forget,
  learnFault,
  learnSuccess,
  lessonAbout,
  limitsGiven,
  type Place,
  withLesson,
} from '../../lib/limits/learn.ts';
import { learnList } from '../../lib/limits/learn-list.ts';
import { at, fault, place } from './sample.ts';

const hour = 3_600_000;
const week = 7 * 24 * hour;
const { target, key, owner } = place;

const stateAfter = (given: Fault, size: number | null = null, where: Place = place, state = freshState) =>
  learnFault(state, where, given, at, 0, size);
const limited = (dimension: Fault['limit']['dimension'], limit: number | null) => ({
  limit: { ...noLimit, dimension, limit },
});

const listed = (models: string[] | null, readAt = at): ModelList => ({ models, readAt });

type Row = [Fault, Partial<Lesson>, size?: number];

describe('learnFault', () => {
  it.each<Row>([
    [fault('invalid_key', { scope: 'key' }), { of: key, about: 'invalid_key', value: null, expiresAt: null }],
    [fault('quota_exhausted', { scope: 'key' }), { of: key, about: 'no_credit', expiresAt: at + hour }],
    [fault('quota_exhausted', { scope: 'model' }), { of: target, about: 'no_credit', expiresAt: at + hour }],
    [fault('model_unavailable'), { of: target, about: 'model_gone', expiresAt: null }],
    [
      fault('request_too_large', limited('TPM', 8_000)),
      { of: target, about: 'request_tokens', value: 8_000, expiresAt: at + week },
      9_000,
    ],
    [fault('request_too_large'), { of: target, about: 'request_tokens', value: 8_999 }, 9_000],
    [fault('context_too_long', limited('context', 131_072)), { of: target, about: 'context', value: 131_072 }, 150_000],
    [fault('context_too_long'), { of: target, about: 'context', value: 149_999 }, 150_000],
    [fault('file_too_large', limited('bytes', 25_000_000)), { of: key, about: 'bytes', value: 25_000_000 }, 30_000_000],
    [fault('file_too_large'), { of: key, about: 'bytes', value: 29_999_999 }, 30_000_000],
    [fault('file_too_large', limited('audio_seconds', 1_400)), { of: target, about: 'audio_seconds', value: 1_400 }],
    [fault('request_too_large', limited('ASH', 7_200)), { of: target, about: 'audio_seconds', value: 7_200 }, 8_000],
    [fault('unsupported_capability'), { of: target, about: 'unsupported', value: null, expiresAt: at + week }],
    [
      fault('unsupported_capability', { abilities: ['vision'] }),
      { of: target, about: 'no_vision', value: null, expiresAt: at + week },
    ],
    [fault('unsupported_capability', { abilities: ['tools'] }), { of: target, about: 'no_tools' }],
    [fault('unsupported_capability', { abilities: ['parallelTools'] }), { of: target, about: 'no_parallel_tools' }],
    [fault('unsupported_capability', { abilities: ['json'] }), { of: target, about: 'no_json' }],
    [
      fault('unsupported_capability', { scope: 'request', ...limited('images_per_request', 5) }),
      { of: target, about: 'images', value: 5, expiresAt: at + week },
      6,
    ],
    [
      fault('unsupported_capability', { scope: 'request', ...limited('images_per_request', null) }),
      { of: target, about: 'images', value: 5 },
      6,
    ],
    [
      fault('file_too_large', limited('image_bytes', 4_000_000)),
      { of: target, about: 'image_bytes', value: 4_000_000, expiresAt: at + week },
      9_000_000,
    ],
    [fault('file_too_large', limited('image_pixels', null)), { of: target, about: 'image_pixels', value: 99 }, 100],
  ])('learns from $kind', (given, lesson, size = undefined) => {
    const { lessons } = stateAfter(given, size ?? null);
    expect(lessons).toHaveLength(1);
    expect(lessons[0]).toMatchObject({ ...lesson, learnedAt: at, source: given.message });
  });

  it('believes its own measure where the limit that was named would let the same request pass again', () => {
    const said = fault('request_too_large', limited('TPM', 8_000));
    expect(stateAfter(said, 7_500).lessons[0]).toMatchObject({ about: 'request_tokens', value: 7_499 });
  });

  it.each<[string, Fault]>([
    ['a size that nobody measured', fault('file_too_large', limited('audio_seconds', null))],
    ['an ability that only this request asked for', fault('unsupported_capability', { scope: 'request' })],
    ['content that was refused', fault('content_blocked', { scope: 'request' })],
    ['a request that was not understood', fault('bad_request', { scope: 'request' })],
    ['a cancel', fault('cancelled', { scope: 'request' })],
  ])('learns nothing from %s', (_what, given) => {
    expect(stateAfter(given)).toEqual(freshState);
  });

  it.each<[FaultKind, FaultScope, string]>([
    ['rate_limited', 'key', key],
    ['rate_limited', 'model', target],
    ['rate_limited', 'request', target],
    ['server_error', 'endpoint', owner],
    ['timeout', 'model', target],
    ['endpoint_unreachable', 'endpoint', owner],
  ])('lets rest after %s what the scope %s names', (kind, scope, of) => {
    const { rests, lessons } = stateAfter(fault(kind, { scope }));
    expect(Object.keys(rests)).toEqual([of]);
    expect(rests[of]).toMatchObject({ of, until: at + 2_000, streak: 1 });
    expect(lessons).toEqual([]);
  });

  it('replaces what it believed before about the same thing, and keeps the rest', () => {
    const first = stateAfter(fault('context_too_long', limited('context', 8_192)));
    const then = learnFault(first, place, fault('context_too_long', limited('context', 4_096)), at + 1, 0, 5_000);
    const both = learnFault(then, place, fault('model_unavailable'), at + 2, 0, null);
    expect(both.lessons.map(({ about, value }) => [about, value])).toEqual([
      ['context', 4_096],
      ['model_gone', null],
    ]);
  });

  it('changes nothing in the state that it was given', () => {
    const state = stateAfter(fault('rate_limited', { scope: 'key' }));
    const copy = structuredClone(state);
    stateAfter(fault('invalid_key', { scope: 'key' }), null, place, state);
    expect(state).toEqual(copy);
  });
});

describe('learnSuccess', () => {
  const resting: EngineState = stateAfter(fault('server_error', { scope: 'endpoint' }));

  it('lifts the rests of target, key and owner once they are over', () => {
    const ended = (of: string) => [of, { of, until: at, streak: 1, fault: fault('timeout') }];
    const all: EngineState = { ...freshState, rests: Object.fromEntries([target, key, owner].map(ended)) };
    expect(learnSuccess(all, place, at).rests).toEqual({});
  });

  it('lifts nothing that began after the request was sent', () => {
    expect(learnSuccess(resting, place, at + 1_999)).toBe(resting);
    expect(learnSuccess(resting, place, at + 2_000).rests).toEqual({});
  });
});

describe('forget', () => {
  const [endpoint, other]: Place[] = [
    { ...place, target: 'none@e1/a/b', key: 'e1', owner: 'e1', ref: 'e1/a/b', local: true },
    { ...place, target: 'k2@e10/a', key: 'k2', owner: 'e10', ref: 'e10/a', local: true },
  ];
  const taught = [place, endpoint, other].reduce<EngineState>((state, where) => {
    if (!where) return state;
    const scopes: FaultScope[] = ['model', 'key', 'endpoint'];
    const resting = scopes.reduce(
      (known, scope) => stateAfter(fault('rate_limited', { scope }), null, where, known),
      state,
    );
    const lessons = stateAfter(fault('model_unavailable'), null, where, resting);
    const turn = { ...lessons.turn, [where.owner]: 1, [where.key]: 1 };
    return { ...learnList(lessons, where.key, listed(null), 'by hand'), lessons: lessons.lessons, turn };
  }, freshState);

  const idsIn = (state: EngineState) =>
    new Set([
      ...Object.keys(state.rests),
      ...Object.keys(state.lists),
      ...Object.keys(state.turn),
      ...state.lessons.map(({ of }) => of),
    ]);

  it('takes along all that was learned of a key, and nothing of its provider or of others', () => {
    const left = idsIn(forget(taught, 'k1'));
    expect([...left].filter((id) => id.startsWith('k1'))).toEqual([]);
    expect(left).toEqual(new Set([...idsIn(taught)].filter((id) => id !== 'k1' && id !== target)));
  });

  it('takes along all that was learned of an endpoint and its models, and nothing of one named alike', () => {
    const left = idsIn(forget(taught, 'e1'));
    expect(left).toEqual(new Set([...idsIn(taught)].filter((id) => id !== 'e1' && id !== 'none@e1/a/b')));
    expect(left.has('k2@e10/a')).toBe(true);
  });
});

describe('limits that the user gives', () => {
  const [mine, sister]: [Place, Place] = [
    { ...place, limits: { RPM: 300 } },
    { ...place, key: 'k2', target: 'k2@groq/m1' },
  ];
  const told = [mine, sister].reduce<EngineState>(
    (state, where) =>
      [fault('file_too_large'), fault('request_too_large'), fault('context_too_long'), fault('invalid_key')].reduce(
        (known, given) => stateAfter(given, 9_000, where, known),
        state,
      ),
    freshState,
  );
  const assumed = { limit: 60, used: 3, pending: 0, at, resetAt: null, source: 'default', learnedAt: at } as const;
  const bucket = {
    RPM: { ...assumed, dimension: 'RPM' },
    TPM: { ...assumed, dimension: 'TPM' },
    TPD: { ...assumed, dimension: 'TPD', source: 'header' },
  } as const;
  const after = limitsGiven({ ...told, meters: { 'k1@groq/m1': bucket, 'k2@groq/m1': bucket } }, [mine]);

  it('make room for sizes that were refused before, and for nothing else', () => {
    const kept = after.lessons.filter(({ of }) => of.startsWith('k1')).map(({ about }) => about);
    expect(kept.toSorted()).toEqual(['context', 'invalid_key']);
  });

  it('take along what was merely assumed of rates that are given no more', () => {
    expect(Object.keys(after.meters['k1@groq/m1'] ?? {})).toEqual(['RPM', 'TPD']);
  });

  it('leave every other key alone', () => {
    expect(after.lessons.filter(({ of }) => of.startsWith('k2'))).toHaveLength(4);
    expect(after.meters['k2@groq/m1']).toBe(bucket);
    expect(limitsGiven(freshState, [mine])).toEqual(freshState);
  });
});

describe('lessonAbout', () => {
  const lesson: Lesson = { of: 'a', about: 'bytes', value: 1, learnedAt: at, expiresAt: at + 10, source: '' };
  const lessons = withLesson([{ ...lesson, of: 'b', expiresAt: null }], lesson);

  it('finds what holds, and nothing once it has expired', () => {
    expect(lessonAbout(lessons, 'a', 'bytes', at + 9)).toBe(lesson);
    expect(lessonAbout(lessons, 'a', 'bytes', at + 10)).toBeUndefined();
    expect(lessonAbout(lessons, 'b', 'bytes', at + week * 52)?.of).toBe('b');
  });

  it('mixes up neither places nor dimensions', () => {
    expect(lessonAbout(lessons, 'c', 'bytes', at)).toBeUndefined();
    expect(lessonAbout(lessons, 'a', 'context', at)).toBeUndefined();
  });
});
