// Reasons as sentences that a person can read: who, what, until when.
import { describe, expect, it } from 'vitest';
import { faultKindSchema, faultOf } from '../../lib/domain/fault.ts';
import { leftOutSchema } from '../../lib/domain/trace.ts';
import { explainLeftOut, faultSentence, spoken, whyFirst, whyNobody } from '../../lib/routing/explain.ts';
import { orders, sortOut } from '../../lib/routing/route.ts';
import { at, endpoint, key, need, resting, settingsWith, stateWith, targetsIn, taught } from './sample.ts';

const settings = settingsWith([key('g', 'groq'), key('o', 'openai')], [endpoint('e')]);
const living = targetsIn('fast', settings).filter(({ model }) => model.id === 'openai/gpt-oss-20b');
const [groq] = living;
if (!groq) throw new Error('no living Groq target');

const explained = (state = stateWith({}), asked = need()) => {
  const { ready, leftOut } = sortOut(targetsIn('fast', settings), { state, need: asked, now: at }, orders.plan);
  return { ready, leftOut: leftOut.map(({ target, reason }) => explainLeftOut(target, reason, state, at)) };
};

describe('explainLeftOut', () => {
  it.each(leftOutSchema.shape.code.options)('says of %s one whole sentence', (code) => {
    const { why } = explainLeftOut(groq, { code, until: null }, stateWith({}), at);
    expect(why).toMatch(/^[A-Z“].+\.$/);
    expect(why).not.toMatch(/undefined|null|NaN|_/);
  });

  it.each([
    [1, '1 s'],
    [45_000, '45 s'],
    [89_000, '89 s'],
    [120_000, '2 min'],
    [3_600_000, '60 min'],
    [8 * 3_600_000, '8 h'],
  ])('says %i ms as “%s”', (ms, words) => {
    const { why } = explainLeftOut(groq, { code: 'resting', until: at + ms }, stateWith({}), at);
    expect(why).toContain(`Resting for ${words}.`);
  });

  it('adds to a rest what caused it, by the rest that ends last', () => {
    const rests = [resting('g', at + 30_000, 'rate_limited'), resting('groq', at + 90_000, 'server_error')];
    const left = explained(stateWith({ rests })).leftOut.find(({ target }) => target.model === 'openai/gpt-oss-20b');
    expect(left).toMatchObject({ code: 'resting', until: at + 90_000 });
    expect(left?.why).toBe('Resting for 2 min. It answered with an error of its own.');
  });

  it('says when credit is looked at again', () => {
    const { why } = explainLeftOut(groq, { code: 'out_of_credit', until: at + 3_600_000 }, stateWith({}), at);
    expect(why).toBe('No credit is left there; Rondo looks again in 60 min.');
  });
});

describe('faultSentence', () => {
  it.each(faultKindSchema.options)('has words for %s that are not the provider’s', (kind) => {
    const words = faultSentence(faultOf(kind, 'model', 'sk-secret <html>'));
    expect(words).toMatch(/^[A-Z].+\.$/);
    expect(words).not.toContain('sk-secret');
  });
});

it('speaks of a target by its provider and the last part of its model', () => {
  expect(spoken(groq.name)).toBe('Groq · gpt-oss-20b');
});

describe('whyFirst', () => {
  const [first] = explained(stateWith({ rests: [resting('groq', at + 30_000)] })).ready;

  it('tells the plan of the key, and who would have come before it but rests', () => {
    expect(first && whyFirst(first, [groq])).toBe('First in order that can take it now, on a paid key. Groq rests.');
    expect(whyFirst(groq, [])).toBe('First in order that can take it now, on a free plan.');
  });

  it('does not name its own provider, whose other key rests', () => {
    expect(whyFirst(groq, [groq])).not.toContain('rests');
  });

  it('calls an endpoint the user’s own', () => {
    const [own] = targetsIn('fast', settingsWith([], [endpoint('e')]));
    expect(own && whyFirst(own, [])).toContain('your own endpoint');
  });
});

describe('whyNobody', () => {
  it('asks for a key where there is none', () => {
    expect(whyNobody([], need())).toContain('Add one in the settings');
  });

  it('tells the most hopeful reason first: a rest before a size before a refused key', () => {
    const lessons = [taught('o', 'invalid_key')];
    const rests = [resting('g', at + 30_000), resting('e', at + 30_000)];
    const resting_ = whyNobody(explained(stateWith({ lessons, rests })).leftOut, need());
    expect(resting_).toBe(
      'No key can take this text now. Groq · gpt-oss-20b: Resting for 30 s. Its limit was reached.',
    );
    const asked = need({ tokens: 10_000_000 });
    expect(whyNobody(explained(stateWith({ lessons }), asked).leftOut, asked)).toContain('The text is longer');
  });

  it('speaks of a recording where one was to be sent', () => {
    const { leftOut } = explained(stateWith({ rests: [resting('g', at + 30_000)] }));
    expect(whyNobody(leftOut, need({ tokens: null, bytes: 0 }))).toContain('No key can take this recording now.');
  });
});
