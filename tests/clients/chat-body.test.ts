// What goes over the wire for images, tools and JSON, in the form that every OpenAI-compatible service reads.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Message, Tool } from '../../lib/domain/request.ts';
import type { ChatCall } from '../../lib/domain/wire.ts';
import { chatAt, delta, done, events, type Server, startServer } from './server.ts';

let server: Server;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.close());

const sent = async (change: Partial<ChatCall>) => {
  server.answer(events(delta('{"a":1}', 'stop'), done));
  await chatAt(server, change);
  return JSON.parse(Buffer.from(server.arrived[0]?.body ?? '', 'latin1').toString('utf8'));
};

const png = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 1, 2, 3);
const look: Message = {
  role: 'user',
  content: [
    { type: 'text', text: 'What is this?' },
    { type: 'image', image: new Blob([png], { type: 'image/png' }), width: 1, height: 1 },
  ],
};
const weather: Tool = {
  type: 'function',
  function: { name: 'weather', parameters: { type: 'object', properties: { city: { type: 'string' } } } },
};

describe('a message with an image', () => {
  it('is sent as parts, the image as a data URL that holds its very bytes', async () => {
    const { messages } = await sent({ messages: [{ role: 'system', content: 'Be short.' }, look] });
    expect(messages).toEqual([
      { role: 'system', content: 'Be short.' },
      {
        role: 'user',
        content: [
          { type: 'text', text: 'What is this?' },
          {
            type: 'image_url',
            image_url: { url: `data:image/png;base64,${Buffer.from(png).toString('base64')}` },
          },
        ],
      },
    ]);
  });

  it.each([
    ['image/jpeg', Uint8Array.of(0xff, 0xd8, 0xff, 0xe0)],
    ['image/gif', Buffer.from('GIF89a')],
    ['image/webp', Buffer.from('RIFF\n\0\0\0WEBPVP8 ')],
  ])('says what its bytes are (%s), not what its name said', async (type, bytes) => {
    const image = new Blob([bytes as Uint8Array<ArrayBuffer>], { type: 'image/jpg' });
    const { messages } = await sent({ messages: [{ role: 'user', content: [{ type: 'image', image }] }] });
    expect(messages[0].content[0].image_url.url).toMatch(new RegExp(`^data:${type};base64,`));
  });

  it('says what the picture is called where its bytes tell nothing, and JPEG where nothing does', async () => {
    const urlOf = async (image: Blob) =>
      (await sent({ messages: [{ role: 'user', content: [{ type: 'image', image }] }] })).messages[0].content[0]
        .image_url.url;
    expect(await urlOf(new Blob(['BM'], { type: 'image/bmp' }))).toMatch(/^data:image\/bmp;/);
    expect(await urlOf(new Blob(['BM']))).toMatch(/^data:image\/jpeg;/);
  });

  it('carries megabytes whole', async () => {
    const bytes = new Uint8Array(3_000_001).map((_byte, place) => place % 251);
    const image = new Blob([bytes]);
    const { messages } = await sent({ messages: [{ role: 'user', content: [{ type: 'image', image }] }] });
    const [, base64 = ''] = messages[0].content[0].image_url.url.split(',');
    expect(Buffer.from(base64, 'base64').equals(bytes)).toBe(true);
  });
});

describe('tools', () => {
  it('are sent as they are given; whether several at once is said only where it was said', async () => {
    expect(await sent({ tools: [weather] })).toMatchObject({ tools: [weather] });
    expect(await sent({ tools: [weather] })).not.toHaveProperty('parallel_tool_calls');
    expect(await sent({ tools: [weather], parallelTools: true })).toMatchObject({ parallel_tool_calls: true });
    expect(await sent({ tools: [weather], parallelTools: false })).toMatchObject({ parallel_tool_calls: false });
    // Without tools the field alone is refused by several services.
    expect(await sent({ parallelTools: true })).not.toHaveProperty('parallel_tool_calls');
  });

  it('are told what they were called with and what they gave', async () => {
    const { messages } = await sent({
      tools: [weather],
      messages: [
        { role: 'user', content: 'Rain?' },
        { role: 'assistant', content: '', toolCalls: [{ id: 'c1', name: 'weather', arguments: '{"city":"Bern"}' }] },
        { role: 'tool', toolCallId: 'c1', content: 'No.' },
        { role: 'assistant', content: 'None.' },
      ],
    });
    expect(messages).toEqual([
      { role: 'user', content: 'Rain?' },
      {
        role: 'assistant',
        content: null,
        tool_calls: [{ id: 'c1', type: 'function', function: { name: 'weather', arguments: '{"city":"Bern"}' } }],
      },
      { role: 'tool', tool_call_id: 'c1', content: 'No.' },
      { role: 'assistant', content: 'None.' },
    ]);
  });
});

describe('JSON', () => {
  it('is asked for by its own field, and by a word where no message has one', async () => {
    const asked = await sent({ json: true, messages: [{ role: 'user', content: 'As JSON: who are you?' }] });
    expect(asked).toMatchObject({ response_format: { type: 'json_object' } });
    expect(asked.messages).toEqual([{ role: 'user', content: 'As JSON: who are you?' }]);
    const { messages } = await sent({ json: true });
    expect(messages).toEqual([
      { role: 'system', content: 'Answer with JSON.' },
      { role: 'user', content: 'Hello?' },
    ]);
  });

  it('is asked for in the words of the system, where there are some', async () => {
    const { messages } = await sent({ json: true, messages: [{ role: 'system', content: 'Be short.' }, look] });
    expect(messages.map(({ role }: Message) => role)).toEqual(['system', 'user']);
    expect(messages[0].content).toBe('Be short.\n\nAnswer with JSON.');
  });

  it('is not mentioned otherwise', async () => {
    expect(await sent({})).not.toHaveProperty('response_format');
  });
});
