// What a model is asked when its connection is tested: for each ability one real request, as small as it can be, and what
// its answer has to show.
import type { ChatRequest, Tool, ToolCall } from '../domain/request.ts';
import type { CheckRow } from '../domain/status.ts';
import type { Failed, Wire } from '../domain/wire.ts';
import type { Target } from '../routing/targets.ts';
import { probeWave } from '../transcription/probe.ts';
import { attemptChat, attemptTranscription, type Ports } from './attempt.ts';

export type Ability = CheckRow['ability'];
/** `shown`: what the answer was, in one sentence. `lacking`: what it should have been, where it came but was not that. */
export type Probed = { ok: true; shown: string } | { ok: true; lacking: string } | Failed;
type Probe = (ports: Ports, target: Target, wire: Wire, signal: AbortSignal, onSign: () => void) => Promise<Probed>;

/** Enough for a model that thinks before it says one word. */
const fewTokens = 1_024;
const mostShown = 80;

type Heard = { text: string; toolCalls: readonly ToolCall[] };
type Judge = (heard: Heard) => { shown: string } | { lacking: string };

const chatProbe =
  (request: Omit<ChatRequest, 'kind' | 'maxOutput'>, judge: Judge): Probe =>
  async (ports, target, wire, signal, onSign) => {
    const asked: ChatRequest = { kind: 'chat', maxOutput: fewTokens, ...request };
    const answer = await attemptChat(ports, target, wire, asked, signal, onSign);
    return answer.ok ? { ok: true, ...judge({ text: answer.text, toolCalls: answer.toolCalls ?? [] }) } : answer;
  };

const ask = (content: string) => [{ role: 'user' as const, content }];
const quoted = (text: string): string => `“${text.trim().slice(0, mostShown)}”`;

const weather: Tool = {
  type: 'function',
  function: {
    name: 'get_weather',
    description: 'Tells the weather in a city.',
    parameters: { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] },
  },
};

/** 64 by 64 pixels of one red, as PNG. */
const redSquare =
  'iVBORw0KGgoAAAANSUhEUgAAAEAAAABAAQMAAACQp+OdAAAAA1BMVEXSHh4HOd44AAAAD0lEQVR42mNgGAWjgHwAAAJAAAHgTR1EAAAAAElFTkSuQmCC';
const picture = new Blob([Uint8Array.from(atob(redSquare), (letter) => letter.charCodeAt(0))], { type: 'image/png' });

const askSpeech: Probe = async (ports, target, wire, signal) => {
  const audio = { audio: probeWave(), fileName: 'probe.wav', seconds: 1 };
  const request = { kind: 'transcribe' as const, ...audio, needs: 'text' as const };
  const answer = await attemptTranscription(ports, target, wire, request, signal);
  return answer.ok ? { ok: true, shown: 'It took a short recording.' } : answer;
};

export const probes: Record<Ability, Probe> = {
  text: chatProbe({ task: 'fast', messages: ask('Reply with the single word: ready') }, ({ text }) => ({
    shown: `It said: ${quoted(text)}`,
  })),
  tools: chatProbe(
    {
      task: 'code',
      messages: ask('What is the weather in Oslo? Call get_weather with {"city": "Oslo"}.'),
      tools: [weather],
    },
    ({ toolCalls }) =>
      toolCalls.length > 0
        ? { shown: 'It called the tool that it was given.' }
        : { lacking: 'It was given a tool and did not call it.' },
  ),
  parallelTools: chatProbe(
    {
      task: 'code',
      messages: ask(
        'What is the weather in Oslo and in Lima? Call get_weather with {"city": "Oslo"} and get_weather with {"city": "Lima"}, both at once.',
      ),
      tools: [weather],
      parallelTools: true,
    },
    ({ toolCalls }) =>
      toolCalls.length > 1
        ? { shown: `It called the tool ${toolCalls.length} times in one answer.` }
        : { lacking: 'It was asked for two calls of a tool in one answer and did not make them.' },
  ),
  json: chatProbe(
    { task: 'code', messages: ask('Reply with the JSON object {"ready": true} and nothing else.'), json: true },
    () => ({ shown: 'Its answer was JSON.' }),
  ),
  vision: chatProbe(
    {
      task: 'vision',
      messages: [
        {
          role: 'user',
          content: [
            { type: 'text', text: 'Which colour is this square? Reply with one word.' },
            { type: 'image', image: picture, width: 64, height: 64 },
          ],
        },
      ],
    },
    ({ text }) => ({ shown: `It took a picture of a red square and said: ${quoted(text)}` }),
  ),
  speech: askSpeech,
};
