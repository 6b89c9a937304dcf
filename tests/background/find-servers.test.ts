// The usual ports of this computer, and what is made of each server that answers there.
import { describe, expect, it } from 'vitest';
import { placesOf } from '../../entrypoints/background/find-servers.ts';
import { createHandlers } from '../../entrypoints/background/handlers.ts';
import { isLocal } from '../../lib/domain/address.ts';
import { emptySettings } from '../../lib/domain/settings.ts';
import type { FoundServer } from '../../lib/domain/status.ts';
import { presets } from '../../lib/providers/index.ts';
import { openDesk } from './fakes.ts';

const find = async (...found: FoundServer[]) => {
  const desk = await openDesk(emptySettings, {}, {}, found);
  const reply = await createHandlers(desk)['servers.find']({});
  if (!reply.ok) throw new Error(reply.message);
  return { ...reply.value, calls: desk.calls };
};
const model = (id: string, context: number | null = null) => ({ id, context });

describe('the places', () => {
  it('are the ports of all presets that listen on this computer, each once', () => {
    const ports = placesOf(presets).map(({ port }) => port);
    expect(ports).toEqual([...new Set(ports)]);
    expect(ports).toEqual(expect.arrayContaining([11434, 1234, 8080, 8000, 1337, 4000, 8787]));
    for (const { port } of presets) if (port !== null) expect(ports).toContain(port);
  });

  it('are asked for under the number and the name of this computer, and nobody else is asked', async () => {
    const { calls, asked } = await find();
    const [, places] = calls.find(([name]) => name === 'find') as [string, string[][]];
    expect(places[0]).toEqual(['http://127.0.0.1:11434/v1', 'http://localhost:11434/v1']);
    expect(places.flat().every(isLocal)).toBe(true);
    expect(places).toHaveLength(asked.length);
    expect(calls.map(([name]) => name)).toEqual(['find', 'keepAwake']);
  });
});

describe('a server that is found', () => {
  it('is what usually listens there, with its models and what they are good for', async () => {
    const { servers } = await find({
      baseUrl: 'http://127.0.0.1:11434/v1',
      models: [model('llama3.2:3b'), model('nomic-embed-text'), model('whisper-small'), model('qwen3:8b', 40_960)],
    });
    const text = ['fast', 'research', 'code'];
    expect(servers).toEqual([
      {
        name: 'Ollama',
        likely: '',
        baseUrl: 'http://127.0.0.1:11434/v1',
        preset: 'ollama',
        wantsKey: false,
        listed: 4,
        models: [
          // Its usual window, where the list names none.
          { id: 'llama3.2:3b', tasks: text, context: 4_096 },
          { id: 'whisper-small', tasks: ['transcription'], context: null },
          { id: 'qwen3:8b', tasks: text, context: 40_960 },
        ],
      },
    ]);
  });

  it('is named by its port where several services share that', async () => {
    const { servers } = await find({ baseUrl: 'http://localhost:8080/v1', models: [model('m')] });
    expect(servers).toMatchObject([
      {
        name: 'Server at port 8080',
        likely: 'llama.cpp or LocalAI',
        preset: null,
        models: [{ id: 'm', context: null }],
      },
    ]);
  });

  it('that wants a key is told so', async () => {
    const { servers } = await find({ baseUrl: 'http://127.0.0.1:1337/v1', models: null });
    expect(servers).toMatchObject([{ name: 'Jan', wantsKey: true, listed: 0, models: [] }]);
  });

  it('with many models is added with the first of them', async () => {
    const models = Array.from({ length: 30 }, (_, index) => model(`m${index}`));
    const { servers } = await find({ baseUrl: 'http://127.0.0.1:1234/v1', models });
    expect(servers).toMatchObject([{ name: 'LM Studio', listed: 30 }]);
    expect(servers[0]?.models.map(({ id }) => id)).toEqual(['m0', 'm1', 'm2', 'm3', 'm4', 'm5', 'm6', 'm7']);
  });
});
