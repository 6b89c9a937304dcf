// Texts that go in circles, and texts that only repeat themselves as people do.
import { describe, expect, it } from 'vitest';
import { loopIn } from '../../lib/transcription/loops.ts';
import { words } from '../farm/tones.ts';

const times = (phrase: string, count: number) => Array.from({ length: count }, () => phrase).join(' ');

describe('loopIn', () => {
  it.each([
    ['a word', `Well, ${times('no', 6)} that is it.`, { phrase: 'no', times: 6 }],
    ['a word whatever its commas', `So: ${times('Yes, yes.', 3)}`, { phrase: 'Yes,', times: 6 }],
    ['a short phrase', `Then ${times('thank you', 5)}`, { phrase: 'thank you', times: 5 }],
    [
      'a sentence at the end',
      `It began. ${times('and so we go on with it', 4)}`,
      { phrase: 'and so we go on with it', times: 4 },
    ],
    ['one that breaks off', `Then ${times('it went on', 3)} it went`, { phrase: 'it went on', times: 3 }],
    ['characters without spaces', times('谢谢', 6).replaceAll(' ', ''), { phrase: '谢', times: 12 }],
  ])('finds %s', (_what, text, loop) => {
    expect(loopIn(text)).toEqual(loop);
  });

  it.each([
    ['five times no', times('no', 5)],
    ['a phrase that goes over into another', `${times('it went on', 3)} it went well`],
    ['a refrain', times('row row row your boat', 3)],
    ['five hundred different words', words(3, 500).join(' ')],
    ['nothing', ''],
  ])('finds none in %s', (_what, text) => {
    expect(loopIn(text)).toBeNull();
  });
});
