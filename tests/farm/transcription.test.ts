// Uploads of sound, as each provider takes them.
import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { upload } from './asking.ts';
import { hashOf } from './faults.ts';
import { type Farm, startFarm } from './index.ts';
import { toneWave, words } from './tones.ts';

const keys = { groq: 'gsk_speech', openai: 'sk-proj-speech00000000', together: 'tgp_v1_speech', generic: null };
const models = {
  groq: 'whisper-large-v3-turbo',
  openai: 'whisper-1',
  together: 'openai/whisper-large-v3',
  generic: 'whisper-practice',
};
const ids = ['groq', 'openai', 'together', 'generic'] as const;
const said = words(12, 30);
const file = toneWave(said);
let farm: Farm;

beforeAll(async () => {
  farm = await startFarm();
  farm.groq.addKey(keys.groq, { plan: 'paid' });
  farm.openai.addKey(keys.openai);
  farm.together.addKey(keys.together);
});
afterAll(() => farm.close());

test.each(ids)('%s writes down every word, with times of words and of segments', async (id) => {
  const fields = {
    model: models[id],
    response_format: 'verbose_json',
    'timestamp_granularities[]': ['word', 'segment'],
  };
  const answer = await upload(farm[id], keys[id], fields, file);
  expect(answer.status).toBe(200);
  const { text, words: timed, segments, duration } = JSON.parse(answer.text);
  expect(text).toBe(said.join(' '));
  expect(timed.map(({ word }: { word: string }) => word)).toEqual(said);
  expect(timed[0].start).toBeCloseTo(0.2, 1);
  expect(timed.at(-1).end).toBeLessThan(duration);
  expect(segments.map((segment: { text: string }) => segment.text.trim()).join(' ')).toBe(text);
  expect(duration).toBeCloseTo((file.length - 44) / 32_000, 2);
});

test('json and text give the text alone', async () => {
  const plain = await upload(farm.groq, keys.groq, { model: models.groq, response_format: 'text' }, file);
  expect(plain.text.trim()).toBe(said.join(' '));
  const json = await upload(farm.generic, null, { model: models.generic }, file);
  expect(json.json()).toEqual({ text: said.join(' ') });
});

test('segments are the times that are given unless words are asked for', async () => {
  const fields = { model: models.groq, response_format: 'verbose_json' };
  const answer = JSON.parse((await upload(farm.groq, keys.groq, fields, file)).text);
  expect(answer.words).toBeUndefined();
  expect(answer.segments.length).toBeGreaterThan(1);
});

test('OpenAI’s newest speech model gives json only', async () => {
  const refused = await upload(
    farm.openai,
    keys.openai,
    { model: 'gpt-transcribe', response_format: 'verbose_json' },
    file,
  );
  expect(refused.status).toBe(400);
  expect(refused.json().error).toMatchObject({ code: 'unsupported_value', param: 'response_format' });
  const taken = await upload(farm.openai, keys.openai, { model: 'gpt-transcribe' }, file);
  expect(taken.json().text).toBe(said.join(' '));
});

test('whisper-1 writes subtitles', async () => {
  const { text } = await upload(farm.openai, keys.openai, { model: 'whisper-1', response_format: 'srt' }, file);
  expect(text).toMatch(/^1\n00:00:00,\d{3} --> 00:00:0\d,\d{3}\n/);
});

test.each(['tones.mp3', 'tones.opus', 'tones.webm'])('%s is decoded from the bytes that came', async (name) => {
  const folder = new URL('./fixtures/', import.meta.url);
  const spoken = JSON.parse(await readFile(new URL('tones.json', folder), 'utf8')).words.join(' ');
  const answer = await upload(
    farm.groq,
    keys.groq,
    { model: models.groq },
    await readFile(new URL(name, folder)),
    name,
  );
  expect(answer.json().text).toBe(spoken);
});

test('a file may hold what looks like the end of a form, and a name may hold quotes', async () => {
  const tricky = new TextEncoder().encode('RIFF\r\n--almost\r\nContent-Disposition: form-data; name="model"\r\n\r\n');
  await upload(farm.generic, null, { model: models.generic }, tricky, 'a "b".wav');
  expect(farm.generic.log.at(-1)?.form).toEqual({
    order: ['model', 'file'],
    fields: { model: models.generic },
    fileName: 'a "b".wav',
    fileBytes: tricky.length,
    fileHash: hashOf(tricky),
  });
  const body = '--x\r\nContent-Disposition: form-data; name="model"\r\n\r\nwhisper-practice';
  const headers = { 'content-type': 'multipart/form-data; boundary=x' };
  const url = `${farm.generic.baseUrl}/audio/transcriptions`;
  expect((await fetch(url, { method: 'POST', headers, body })).status).toBe(400);
});

test('silence is no text', async () => {
  const silence = toneWave([], { pauseMs: 500 });
  expect((await upload(farm.groq, keys.groq, { model: models.groq }, silence)).json().text).toBe('');
});

test('the log holds the fields in their order, the file’s name, size and hash', async () => {
  await upload(farm.together, keys.together, { model: models.together, language: 'auto' }, file, 'talk.wav');
  expect(farm.together.log.at(-1)).toMatchObject({
    method: 'POST',
    path: '/v1/audio/transcriptions',
    host: new URL(farm.together.origin).host,
    model: models.together,
    status: 200,
    form: {
      order: ['model', 'language', 'file'],
      fields: { model: models.together, language: 'auto' },
      fileName: 'talk.wav',
      fileBytes: file.length,
      fileHash: hashOf(file),
    },
  });
});

test.each([
  ['groq', 'is it a valid media file?'],
  ['openai', 'Audio file might be corrupted or unsupported'],
  ['together', 'unsupported_format'],
  ['generic', 'Failed to decode audio'],
] as const)('%s says in its own words that a file cannot be read', async (id, text) => {
  const refused = await upload(farm[id], keys[id], { model: models[id] }, new Uint8Array(4_000), 'noise.wav');
  expect(refused.status).toBe(400);
  expect(refused.text).toContain(text);
});

test('Groq and OpenAI judge a file by its name', async () => {
  const groq = await upload(farm.groq, keys.groq, { model: models.groq }, file, 'voice.oga');
  expect([groq.status, String(groq.json().error?.code)]).toEqual([400, 'unsupported_audio_format']);
  const openai = await upload(farm.openai, keys.openai, { model: models.openai }, file, 'voice.bin');
  expect(openai.json().error?.message).toBe('Unsupported file format bin');
  expect((await upload(farm.groq, keys.groq, { model: models.groq }, file, 'voice')).status).toBe(400);
  expect((await upload(farm.generic, null, { model: models.generic }, file, 'voice')).status).toBe(200);
});

test('an upload without a model, without a file or with a chat model is refused', async () => {
  expect((await upload(farm.groq, keys.groq, {}, file)).status).toBe(400);
  expect((await upload(farm.groq, keys.groq, { model: models.groq }, null)).status).toBe(400);
  expect((await upload(farm.groq, keys.groq, { model: 'openai/gpt-oss-20b' }, file)).status).toBe(400);
  expect((await upload(farm.groq, keys.groq, { model: 'whisper-9' }, file)).status).toBe(404);
});

test('Groq takes prompts of 896 characters', async () => {
  const fields = { model: models.groq, prompt: 'a'.repeat(904) };
  const refused = await upload(farm.groq, keys.groq, fields, file);
  expect(refused.json().error?.message).toBe(
    'prompt length must be 896 characters or fewer, but provided prompt contains 904 characters',
  );
});

test('files above each provider’s size are refused, just below they are looked at', async () => {
  const sized = (bytes: number) => new Uint8Array(bytes);
  const groq = (bytes: number) => upload(farm.groq, keys.groq, { model: models.groq }, sized(bytes));
  const over = await groq(26_214_401);
  expect([over.status, String(over.json().error?.code)]).toEqual([413, 'request_too_large']);
  expect((await groq(26_214_400)).status).toBe(400);
  const openai = await upload(farm.openai, keys.openai, { model: models.openai }, sized(26_214_400));
  expect(openai.status).toBe(413);
  expect(openai.json().error?.message).toMatch(
    /^Maximum content size limit \(26214400\) exceeded \(2621\d{4} bytes read\)$/,
  );
  const together = await upload(farm.together, keys.together, { model: models.together }, sized(80_000_001));
  expect([together.status, String(together.json().error?.code)]).toEqual([413, 'request_too_large']);
}, 30_000);

test('what one upload may carry can be said', async () => {
  const ask = () => upload(farm.generic, null, { model: models.generic }, file);
  farm.generic.setUploads({ bytes: file.length - 1, seconds: null });
  expect((await ask()).status).toBe(413);
  farm.generic.setUploads({ bytes: null, seconds: 3 });
  expect((await ask()).text).toContain('audio is too long');
  farm.generic.setUploads(null);
  expect((await ask()).status).toBe(200);
});

test('a transcription can be held up by faults like any other call', async () => {
  farm.groq.fault({ kind: '429', path: 'transcriptions', times: 1, retryAfterSeconds: 7 });
  const refused = await upload(farm.groq, keys.groq, { model: models.groq }, file);
  expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '7']);
});
