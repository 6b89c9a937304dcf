// What people paste when asked for keys: one secret a line, whatever stands around it.
import { describe, expect, it } from 'vitest';
import { readPaste } from '../../lib/keys/paste.ts';

const key = 'gsk_4bCdEfGhIjKlMnOpQrStUvWx';
const secrets = (text: string) => readPaste(text).map(({ secret }) => secret);

describe('readPaste', () => {
  it.each([
    key,
    `  ${key}\t`,
    `"${key}"`,
    `'${key}',`,
    `\`${key}\``,
    `${key};`,
    `Bearer ${key}`,
    `bearer   ${key}`,
    `Authorization: Bearer ${key}`,
    `x-api-key: ${key}`,
    `GROQ_API_KEY=${key}`,
    `GROQ_API_KEY = "${key}"`,
    `export GROQ_API_KEY='${key}'`,
    `set GROQ_API_KEY=${key}`,
    `$env:GROQ_API_KEY = "${key}"`,
    `groq: ${key}`,
    `"GROQ_API_KEY": "${key}",`,
    `\uFEFF${key}`,
    `\u200B${key}\u200B`,
  ])('finds the key in %j', (line) => {
    expect(secrets(line)).toEqual([key]);
  });

  it('leaves a key that holds an equals sign or ends with some as it is', () => {
    for (const odd of ['aGVsbG8gd29ybGQ=', 'aGVsbG8gd29ybA==', 'tgp_v1_ab-cd_EF', 'sk-proj-a_b-c'])
      expect(secrets(odd)).toEqual([odd]);
  });

  it('counts lines from 1 as they were pasted, over blank ones and any line ending', () => {
    expect(readPaste('\n first \r\n\r\nsecond\n\n')).toEqual([
      { line: 2, secret: 'first' },
      { line: 4, secret: 'second' },
    ]);
  });

  it('takes nothing but blanks for one empty line, so that somebody is told', () => {
    for (const nothing of ['', '   ', '\n\n', '""']) expect(readPaste(nothing)).toEqual([{ line: 1, secret: '' }]);
  });
});
