// Calls of tools in every way in which services really stream them; and answers that are not what was asked for.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ChatAnswer } from '../../lib/domain/wire.ts';
import { chatAt, delta, done, events, json, type Server, secret, startServer } from './server.ts';

let server: Server;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.close());

type Fragment = { index?: number; id?: string | null; function?: { name?: string; arguments?: unknown } };
const piece = (fragments: unknown, finish: string | null = null): string =>
  `data: ${JSON.stringify({ choices: [{ delta: { tool_calls: fragments }, finish_reason: finish }] })}`;
const fragment = (given: Fragment) => piece([given]);
const end = piece([], 'tool_calls');

const heard = async (...lines: string[]) => {
  server.answer(events(...lines, done));
  return chatAt(server);
};
const callsOf = (answer: ChatAnswer) => (answer.ok ? answer.toolCalls : answer.failure);
const faultOf = (answer: ChatAnswer) => (answer.ok ? null : answer.failure.fault);

const bern = { id: 'c1', name: 'weather', arguments: '{"city":"Bern"}' };
const oslo = { id: 'c2', name: 'weather', arguments: '{"city":"Oslo"}' };

describe('a call of a tool', () => {
  it('is put together from its fragments, and an answer of calls alone is no empty one', async () => {
    const { answer, pieces } = await heard(
      fragment({ index: 0, id: 'c1', function: { name: 'weather', arguments: '' } }),
      fragment({ index: 0, function: { arguments: '{"city":' } }),
      fragment({ index: 0, function: { arguments: '"Bern"}' } }),
      end,
    );
    expect(answer).toMatchObject({ ok: true, text: '', toolCalls: [bern] });
    // Each fragment is a sign of life that shows nothing.
    expect(pieces).toEqual(['', '', '', '']);
  });

  it('may come beside text', async () => {
    const { answer } = await heard(delta('I look.'), fragment({ index: 0, ...asFunction(bern) }), end);
    expect(answer).toMatchObject({ ok: true, text: 'I look.', toolCalls: [bern] });
  });

  it('is one of several, whose fragments come mixed', async () => {
    const { answer } = await heard(
      piece([
        { index: 0, id: 'c1', function: { name: 'weather', arguments: '{"city":' } },
        { index: 1, id: 'c2', function: { name: 'weather', arguments: '{"city":' } },
      ]),
      fragment({ index: 1, function: { arguments: '"Oslo"}' } }),
      fragment({ index: 0, function: { arguments: '"Bern"}' } }),
      end,
    );
    expect(callsOf(answer)).toEqual([bern, oslo]);
  });

  it.each<[string, Fragment[]]>([
    [
      'the same index for each',
      [
        { index: 0, ...asFunction(bern) },
        { index: 0, ...asFunction(oslo) },
      ],
    ],
    ['no index', [asFunction(bern), asFunction(oslo)]],
    ['its name and id with each piece', [...inPieces(bern, 0), ...inPieces(oslo, 1)]],
  ])('is told from another by services that give %s', async (_what, fragments) => {
    const { answer } = await heard(...fragments.map(fragment), end);
    expect(callsOf(answer)).toEqual([bern, oslo]);
  });

  it('gets an id where a server gives none, and its arguments as text where they came as an object', async () => {
    const { answer } = await heard(
      fragment({ function: { name: 'weather', arguments: { city: 'Bern' } } }),
      fragment({ id: null, function: { name: 'now' } }),
      end,
    );
    expect(callsOf(answer)).toEqual([
      { id: 'call_1', name: 'weather', arguments: '{"city":"Bern"}' },
      { id: 'call_2', name: 'now', arguments: '{}' },
    ]);
  });

  it('comes at once from a service that does not stream', async () => {
    const message = { content: null, tool_calls: [{ ...asFunction(bern), type: 'function' }] };
    server.answer(json(200, { choices: [{ message, finish_reason: 'tool_calls' }] }));
    expect(callsOf((await chatAt(server)).answer)).toEqual([bern]);
  });

  it('shows no key that a service repeats in its arguments', async () => {
    const [one, two] = [secret.slice(0, 9), secret.slice(9)];
    const { answer } = await heard(
      fragment({ index: 0, id: 'c1', function: { name: 'note', arguments: `{"key":"${one}` } }),
      fragment({ index: 0, function: { arguments: `${two}"}` } }),
      end,
    );
    expect(callsOf(answer)).toEqual([{ id: 'c1', name: 'note', arguments: '{"key":"…wxyz"}' }]);
  });

  it.each<[string, Fragment, string, string]>([
    [
      'broke off',
      { index: 0, id: 'c1', function: { name: 'weather', arguments: '{"city":' } },
      'tool_calls',
      'server_error',
    ],
    ['has no name', { index: 0, id: 'c1', function: { arguments: '{}' } }, 'tool_calls', 'server_error'],
    [
      'was cut short',
      { index: 0, id: 'c1', function: { name: 'weather', arguments: '{"ci' } },
      'length',
      'bad_request',
    ],
  ])('that %s is none', async (_what, given, finish, kind) => {
    const { answer } = await heard(fragment(given), piece([], finish));
    expect(faultOf(answer)).toMatchObject({ kind, scope: 'request' });
  });

  it('in a form that nobody knows is passed over', async () => {
    const { answer } = await heard(piece('none'), piece([{ index: 'a' }]), delta('Hi', 'stop'));
    expect(answer).toMatchObject({ ok: true, text: 'Hi' });
    expect(answer).not.toHaveProperty('toolCalls');
  });
});

describe('an answer that was to be JSON', () => {
  const asked = async (...lines: string[]) => {
    server.answer(events(...lines, done));
    return (await chatAt(server, { json: true })).answer;
  };

  it('is taken where it is', async () => {
    expect(await asked(delta('{"a":'), delta(' [1, 2]}', 'stop'))).toMatchObject({ ok: true, text: '{"a": [1, 2]}' });
  });

  it.each(['Sure! {"a":1}', '{"a":1', '```json\n{"a":1}\n```'])('is a fault where it is %j', async (text) => {
    expect(faultOf(await asked(delta(text, 'stop')))).toMatchObject({ kind: 'server_error', scope: 'request' });
  });

  it('is a fault of the request where it was cut short', async () => {
    expect(faultOf(await asked(delta('{"a":', 'length')))).toMatchObject({ kind: 'bad_request' });
  });

  it('may be the call of a tool', async () => {
    expect(callsOf(await asked(fragment({ index: 0, ...asFunction(bern) }), end))).toEqual([bern]);
  });

  it('is looked at in an answer that comes at once too', async () => {
    server.answer(json(200, { choices: [{ message: { content: 'No.' } }] }));
    const { answer, pieces } = await chatAt(server, { json: true });
    expect([faultOf(answer)?.kind, pieces]).toEqual(['server_error', []]);
  });
});

function asFunction({ id, name, arguments: given }: typeof bern): Fragment {
  return { id, function: { name, arguments: given } };
}
function inPieces({ id, name, arguments: given }: typeof bern, index: number): Fragment[] {
  return [given.slice(0, 5), given.slice(5)].map((part) => ({ index, id, function: { name, arguments: part } }));
}
