// What a request asks for besides text, who lacks it, and what a refusal of it is about.
import { describe, expect, it } from 'vitest';
import type { Abilities, AbilityName } from '../../lib/domain/abilities.ts';
import { unknownAbilities } from '../../lib/domain/abilities.ts';
import { type Fault, faultOf, noLimit } from '../../lib/domain/fault.ts';
import type { ChatRequest, Message } from '../../lib/domain/request.ts';
import { freshState, type Lesson } from '../../lib/domain/state.ts';
import { abilityLessons } from '../../lib/limits/teachings.ts';
import {
  type Asks,
  asksOf,
  asSent,
  fileWithin,
  type Images,
  inLightOf,
  lackOf,
  visionOf,
} from '../../lib/routing/asks.ts';
import { whyNot } from '../../lib/routing/eligible.ts';
import { explainLeftOut, whyNobody } from '../../lib/routing/explain.ts';
import type { Target } from '../../lib/routing/targets.ts';
import { at, endpoint, need, settingsWith, stateWith, targetsIn, taught } from './sample.ts';

const ask = (change: Partial<ChatRequest> = {}): ChatRequest => ({
  kind: 'chat',
  task: 'vision',
  messages: [{ role: 'user', content: 'Hello.' }],
  ...change,
});
const picture = (bytes: number, width?: number, height?: number): Message => ({
  role: 'user',
  content: [
    { type: 'text', text: 'What is this?' },
    { type: 'image', image: new Blob([new Uint8Array(bytes)]), width, height },
  ],
});
const tools: ChatRequest['tools'] = [{ type: 'function', function: { name: 'now' } }];

describe('what a request asks for', () => {
  it('is nothing where it is text alone, however that is written', () => {
    expect(asksOf(ask(), true)).toBeUndefined();
    expect(asksOf(ask({ tools: [], json: false }), true)).toBeUndefined();
    const parts: Message = { role: 'user', content: [{ type: 'text', text: 'Hello.' }] };
    expect(asksOf(ask({ messages: [parts] }), true)).toBeUndefined();
  });

  it('is tools, several at once only where it says so, and JSON', () => {
    const none = { tools: false, parallelTools: false, json: false, images: null };
    expect(asksOf(ask({ tools }), true)).toEqual({ ...none, tools: true });
    expect(asksOf(ask({ tools, parallelTools: true }), true)).toEqual({ ...none, tools: true, parallelTools: true });
    expect(asksOf(ask({ tools, parallelTools: false }), true)).toEqual({ ...none, tools: true });
    expect(asksOf(ask({ parallelTools: true, json: true }), true)).toEqual({ ...none, json: true });
  });

  it('is all its images, of every message, as they will be sent', () => {
    const asks = asksOf(ask({ messages: [picture(3_000, 40, 30), picture(300), picture(600, 20, 20)] }), false);
    expect(asks?.images).toMatchObject({
      count: 3,
      bytes: asSent(3_000) + asSent(300) + asSent(600),
      pixels: 1_200,
      scalable: false,
    });
    expect(asksOf(ask({ messages: [picture(300)] }), true)?.images).toMatchObject({ pixels: null, scalable: true });
  });

  it('weighs its words too, since some services count the whole request', () => {
    const long = { role: 'user' as const, content: 'word '.repeat(20_000) };
    const besides = (messages: Message[]) => asksOf(ask({ messages }), true)?.images?.besides ?? 0;
    expect(besides([long, picture(3)]) - besides([picture(3)])).toBeGreaterThanOrEqual(100_000);
  });
});

describe('bytes as base64', () => {
  it.each([0, 1, 2, 3, 1_000, 2_999_999])('of %i bytes fit where they were said to', (bytes) => {
    expect(asSent(bytes)).toBeGreaterThanOrEqual(Buffer.alloc(bytes).toString('base64').length);
    expect(fileWithin(asSent(bytes))).toBeGreaterThanOrEqual(bytes);
    expect(asSent(fileWithin(4_000_000))).toBeLessThanOrEqual(4_000_000);
  });

  it('are none where there is no room', () => {
    expect(fileWithin(-5)).toBe(0);
  });
});

const targetWith = (abilities: Partial<Abilities>): Target => {
  const models = [
    { id: 'm', tasks: ['vision' as const], context: null, abilities: { ...unknownAbilities, ...abilities } },
  ];
  const [target] = targetsIn('vision', settingsWith([], [endpoint('e', { models })]));
  if (!target) throw new Error('no target');
  return target;
};
const images = (change: Partial<Images> = {}): Asks => ({
  tools: false,
  parallelTools: false,
  json: false,
  images: { count: 1, bytes: 1_000, pixels: 100, besides: 500, scalable: false, ...change },
});
const everything: Asks = { ...images(), tools: true, parallelTools: true, json: true };
const names: AbilityName[] = ['tools', 'parallelTools', 'json', 'vision'];
const vision = { images: 5, bytes: 4_000_000, pixels: 33_177_600 };

describe('what a target lacks', () => {
  it.each(names)('is nothing of %s where nobody knows', (name) => {
    expect(lackOf(targetWith({}), freshState, everything, at)).toBeNull();
    const target = targetWith({ [name]: false });
    expect(lackOf(target, freshState, everything, at)).toEqual({ of: name });
    const learned = stateWith({ lessons: [taught(target.id, abilityLessons[name])] });
    expect(lackOf(targetWith({}), learned, everything, at)).toEqual({ of: name });
    // An ability that is not asked for is not missed.
    expect(lackOf(target, learned, { tools: false, parallelTools: false, json: false, images: null }, at)).toBeNull();
  });

  it('is what an answer taught, also against the catalog, until that is forgotten', () => {
    const target = targetWith({ vision });
    const learned = stateWith({ lessons: [taught(target.id, 'no_vision')] });
    expect([visionOf(target, learned, at), visionOf(target, learned, at + 3_600_001)]).toEqual([false, vision]);
    expect(lackOf(target, learned, images(), at + 3_600_001)).toBeNull();
  });

  it('is room for so many images', () => {
    expect(lackOf(targetWith({ vision }), freshState, images({ count: 5 }), at)).toBeNull();
    expect(lackOf(targetWith({ vision }), freshState, images({ count: 6 }), at)).toEqual({
      ...{ of: 'images', most: 5, has: 6 },
    });
  });

  it('is room for so large images, unless they can be made smaller', () => {
    const large = images({ bytes: 5_000_000, pixels: 50_000_000 });
    expect(lackOf(targetWith({ vision }), freshState, large, at)).toMatchObject({ of: 'image_bytes', has: 5_000_000 });
    const fine = images({ pixels: 50_000_000 });
    expect(lackOf(targetWith({ vision }), freshState, fine, at)).toMatchObject({ of: 'image_pixels', has: 50_000_000 });
    const scalable = images({ bytes: 5_000_000, pixels: 50_000_000, scalable: true });
    expect(lackOf(targetWith({ vision }), freshState, scalable, at)).toBeNull();
    expect(lackOf(targetWith({ vision }), freshState, images({ pixels: null }), at)).toBeNull();
  });

  it('counts what else the request holds', () => {
    const target = targetWith({ vision: { ...vision, bytes: 1_400 } });
    expect(lackOf(target, freshState, images(), at)).toMatchObject({ of: 'image_bytes' });
    expect(lackOf(target, freshState, images({ besides: 300 }), at)).toBeNull();
  });

  it('is room for so many that nothing would be left to see of each', () => {
    const many = images({ count: 5, bytes: 5_000_000, scalable: true });
    const target = targetWith({ vision: { ...vision, bytes: 50_000 } });
    expect(lackOf(target, freshState, many, at)).toMatchObject({ of: 'image_bytes', most: 50_000 });
  });

  it.each<[Lesson['about'], keyof typeof vision, number, number]>([
    ['images', 'images', 3, 3],
    ['images', 'images', 9, 5],
    ['image_bytes', 'bytes', 1_000_000, 1_000_000],
    ['image_pixels', 'pixels', 1_000_000, 1_000_000],
  ])('is by %s the smaller of what is known and what was learned', (about, field, learned, believed) => {
    const target = targetWith({ vision });
    const state = stateWith({ lessons: [taught(target.id, about, learned)] });
    expect(visionOf(target, state, at)).toEqual({ ...vision, [field]: believed });
    expect(visionOf(targetWith({}), state, at)).toMatchObject({ [field]: learned });
  });
});

describe('the reason', () => {
  const why = (abilities: Partial<Abilities>, asks: Asks) => {
    const target = targetWith(abilities);
    const asked = need({ asks });
    const reason = whyNot(target, freshState, asked, at);
    if (!reason) throw new Error('it can be asked');
    const left = explainLeftOut(target, reason, freshState, at);
    return { code: left.code, why: left.why, nobody: whyNobody([left], asked) };
  };

  it.each<[Partial<Abilities>, Asks, string]>([
    [{ tools: false }, everything, 'It cannot call tools.'],
    [{ parallelTools: false }, everything, 'It calls one tool at a time, and this needs several.'],
    [{ json: false }, everything, 'It cannot be held to JSON.'],
    [{ vision: false }, images(), 'It takes no images.'],
    [{ vision }, images({ count: 6 }), 'It takes 5 images in one request, and this has 6.'],
    [{ vision: { ...vision, images: 1 } }, images({ count: 2 }), 'It takes one image in one request, and this has 2.'],
    [{ vision }, images({ bytes: 31_000_000 }), 'It takes 4 MB of images in one request, and these would be 31 MB.'],
    [{ vision }, images({ pixels: 50_000_000 }), 'It takes images of 33.2 megapixels, and one here has 50.'],
  ])('of %j is a sentence', (abilities, asks, sentence) => {
    expect(why(abilities, asks)).toMatchObject({ code: 'lacks_ability', why: sentence });
  });

  it('is told of a request that nobody can take, images and all', () => {
    expect(why({ vision }, images({ count: 6 })).nobody).toBe(
      'No key can take this request with its images now. Endpoint e · m: It takes 5 images in one request, and this has 6.',
    );
  });
});

describe('a refusal in the light of what was asked', () => {
  const refusal = (change: Partial<Fault> = {}): Fault => ({
    ...faultOf('unsupported_capability', 'model', ''),
    ...change,
  });

  it('is about what it names, if that was asked for', () => {
    expect(inLightOf(refusal({ abilities: ['json'] }), everything)).toMatchObject({
      abilities: ['json'],
      scope: 'model',
    });
    expect(inLightOf(refusal({ abilities: ['tools', 'vision'] }), images())).toMatchObject({ abilities: ['vision'] });
  });

  it('is about the one thing that was asked for where it names none of it', () => {
    expect(inLightOf(refusal(), images())).toMatchObject({ abilities: ['vision'], scope: 'model' });
    expect(inLightOf(refusal({ abilities: ['json'] }), images())).toMatchObject({ abilities: ['vision'] });
  });

  it('is about this request alone where it may be about either of two', () => {
    expect(inLightOf(refusal(), everything)).toMatchObject({ scope: 'request' });
    expect(inLightOf(refusal({ abilities: ['tools', 'json'] }), everything)).toMatchObject({ scope: 'request' });
  });

  it('is left as it is where text alone was asked for, and so is every other fault', () => {
    expect(inLightOf(refusal(), undefined)).toEqual(refusal());
    const busy = faultOf('overloaded', 'model', '');
    expect(inLightOf(busy, everything)).toBe(busy);
  });

  it('of a size is about the images where there are some, and about the text where there are none', () => {
    const large: Fault = {
      ...faultOf('file_too_large', 'request', ''),
      limit: { ...noLimit, dimension: 'bytes', limit: 9 },
    };
    expect(inLightOf(large, images()).limit).toEqual({ ...noLimit, dimension: 'image_bytes', limit: 9 });
    const fine: Fault = { ...large, limit: { ...noLimit, dimension: 'image_pixels', limit: 9 } };
    expect(inLightOf(fine, images())).toBe(fine);
    // Bytes say nothing of tokens.
    const ofText = { kind: 'request_too_large', limit: noLimit };
    expect(inLightOf(large, undefined)).toMatchObject(ofText);
    expect(inLightOf(large, { ...images(), images: null, json: true })).toMatchObject(ofText);
  });
});
