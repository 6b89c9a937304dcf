// One upload: what goes out, in which order, and every form in which the text comes back.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createSend } from '../../lib/clients/index.ts';
import type { Upload } from '../../lib/domain/wire.ts';
import { readFault } from '../../lib/limits/read-fault.ts';
import { json, type Server, secret, startServer } from './server.ts';

let server: Server;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.close());

const audio = new Blob([new Uint8Array([0x52, 0x49, 0x46, 0x46, 0, 0xff, 0x0d, 0x0a, 0x2d, 0x2d])]);
const send = createSend(globalThis.fetch);
const transcribe = (change: Partial<Upload> = {}) =>
  send.transcription(
    { baseUrl: server.baseUrl, secret },
    { model: 'w1', audio, fileName: 'a.wav', times: 'segments', ...change },
    new AbortController().signal,
  );

/** The form's fields in the order in which they came, each with its value. */
const fields = () =>
  [
    ...(server.arrived[0]?.body ?? '').matchAll(
      /name="([^"]+)"(?:; filename="([^"]+)")?[\s\S]*?\r\n\r\n([\s\S]*?)\r\n--/g,
    ),
  ].map(([, name, fileName, value]) => [name, fileName ?? value]);

describe('an upload', () => {
  it.each([
    ['none', [['response_format', 'json']]],
    [
      'segments',
      [
        ['response_format', 'verbose_json'],
        ['timestamp_granularities[]', 'segment'],
      ],
    ],
    [
      'words',
      [
        ['response_format', 'verbose_json'],
        ['timestamp_granularities[]', 'segment'],
        ['timestamp_granularities[]', 'word'],
      ],
    ],
  ] as const)('asks for %s of times, the model before everything and the file last', async (times, asked) => {
    server.answer(json(200, { text: 'Hello.' }));
    await transcribe({ times, language: 'de' });
    expect(server.arrived[0]).toMatchObject({ method: 'POST', url: '/v1/audio/transcriptions' });
    expect(fields()).toEqual([['model', 'w1'], ...asked, ['language', 'de'], ['file', 'a.wav']]);
  });

  it('names no language where none is to be sent, and carries the very bytes', async () => {
    server.answer(json(200, { text: 'Hello.' }));
    await transcribe({ language: undefined });
    expect(fields().map(([name]) => name)).not.toContain('language');
    expect(server.arrived[0]?.body).toContain(Buffer.from(await audio.arrayBuffer()).toString('latin1'));
    expect(server.arrived[0]?.headers.authorization).toBe(`Bearer ${secret}`);
  });

  it('asks for speakers by a field, or by the form of the answer', async () => {
    server.answer(json(200, { text: 'Hello.' }));
    await transcribe({ speakers: 'field', prompt: 'Rondo, Groq' });
    expect(fields().slice(3)).toEqual([
      ['diarize', 'true'],
      ['prompt', 'Rondo, Groq'],
      ['file', 'a.wav'],
    ]);
    server.answer(json(200, { text: 'Hello.' }));
    await transcribe({ speakers: 'form', prompt: 'Rondo, Groq', language: 'de' });
    expect(fields()).toEqual([
      ['model', 'w1'],
      ['response_format', 'diarized_json'],
      ['chunking_strategy', 'auto'],
      ['language', 'de'],
      ['file', 'a.wav'],
    ]);
  });
});

describe('a transcript', () => {
  it('tells who speaks, in the forms of OpenAI and of TogetherAI', async () => {
    const segments = [{ type: 'transcript.text.segment', id: 'seg_0', start: 0, end: 1, text: 'Hello.', speaker: 'A' }];
    server.answer(json(200, { text: 'Hello.', segments, usage: { type: 'duration', seconds: 3 } }));
    expect(await transcribe()).toMatchObject({
      segments: [{ start: 0, end: 1, text: 'Hello.', speaker: 'A' }],
      usage: { audioSeconds: 3 },
    });
    server.answer(
      json(200, {
        text: 'Hello. Yes?',
        segments: [{ id: 0, start: 0, end: 2, text: ' Hello. Yes?' }],
        speaker_segments: [
          { id: 0, speaker_id: 'SPEAKER_00', start: 0, end: 1, text: 'Hello.' },
          { id: 1, speaker_id: 1, start: '1', end: '2', text: 'Yes?' },
        ],
      }),
    );
    expect((await transcribe()) as object).toMatchObject({
      segments: [
        { start: 0, end: 1, text: 'Hello.', speaker: 'SPEAKER_00' },
        { start: 1, end: 2, text: 'Yes?', speaker: '1' },
      ],
    });
  });

  it('carries what the model says of its own work, where it says anything', async () => {
    const quality = { no_speech_prob: 0.7, avg_logprob: '-1.5', compression_ratio: 'odd' };
    const segments = [
      { start: 0, end: 1, text: 'Thanks.', ...quality },
      { start: 1, end: 2, text: 'Bye.' },
    ];
    server.answer(json(200, { text: 'Thanks. Bye.', segments }));
    const answer = await transcribe();
    expect(answer.ok && answer.segments).toEqual([
      { start: 0, end: 1, text: 'Thanks.', quality: { noSpeech: 0.7, logProbability: -1.5, compression: null } },
      { start: 1, end: 2, text: 'Bye.' },
    ]);
  });

  it.each([
    [
      'a segment without a time',
      [
        { start: 0, end: 1, text: 'Hello.' },
        { start: null, end: 2, text: 'Bye.' },
      ],
    ],
    [
      'a segment without a text',
      [
        { start: 0, end: 1, text: 'Hello.' },
        { start: 1, end: 2 },
      ],
    ],
  ])('has no segments where one is %s: its words would be lost unseen', async (_what, segments) => {
    server.answer(json(200, { text: 'Hello. Bye.', segments, words: segments }));
    expect(await transcribe()).toMatchObject({ ok: true, text: 'Hello. Bye.', segments: undefined, words: undefined });
  });

  it('gives text, segments, words, language and the seconds that were heard', async () => {
    server.answer(
      json(200, {
        text: ' Hello there. ',
        language: 'english',
        duration: '2.5',
        segments: [{ id: 0, start: 0, end: 2.5, text: ' Hello there.', tokens: [1] }],
        words: [{ word: 'Hello', start: 0, end: 1 }],
      }),
    );
    expect(await transcribe()).toMatchObject({
      ok: true,
      text: 'Hello there.',
      language: 'english',
      segments: [{ start: 0, end: 2.5, text: ' Hello there.' }],
      words: [{ start: 0, end: 1, text: 'Hello' }],
      usage: { audioSeconds: 2.5, inputTokens: null },
    });
  });

  it('is one with its text alone, and with nulls or oddities in place of the rest', async () => {
    server.answer(json(200, { text: 'Hello.' }));
    expect(await transcribe()).toMatchObject({ ok: true, text: 'Hello.', usage: { audioSeconds: null } });
    server.answer(json(200, { text: 'Hi.', segments: 'none', words: null, language: 7, duration: null }));
    expect(await transcribe()).toMatchObject({ ok: true, text: 'Hi.' });
  });

  it('shows no key that the service repeats in it', async () => {
    server.answer(json(200, { text: `Key ${secret}`, segments: [{ start: 0, end: 1, text: secret }] }));
    expect(await transcribe()).toMatchObject({ text: 'Key …wxyz', segments: [{ text: '…wxyz' }] });
  });

  it('may be empty: a recording in which nobody speaks', async () => {
    server.answer(json(200, { text: '', segments: [] }));
    expect(await transcribe()).toMatchObject({ ok: true, text: '' });
  });

  it.each([
    ['no text in it', { segments: [] }, 'server_error'],
    ['a text that is none', { text: 5 }, 'server_error'],
    ['an error inside a 200', { error: { message: 'm1 is currently overloaded', type: 'server_error' } }, 'overloaded'],
    ['an error beside an empty text', { text: '', error: { message: 'm1 is currently overloaded' } }, 'overloaded'],
  ])('is a fault with %s', async (_what, body, kind) => {
    server.answer(json(200, body));
    const answer = await transcribe();
    expect(answer.ok ? null : (answer.failure.fault ?? readFault(answer.failure)).kind).toBe(kind);
  });

  it('is a fault where plain text came instead of JSON', async () => {
    server.answer((response) => response.end('Hello.'));
    const answer = await transcribe();
    expect(answer.ok ? null : answer.failure.fault?.kind).toBe('server_error');
  });
});
