// What a model is asked when its connection is tested: for each ability one real request, as small as it can be, and what
// its answer has to show.
import type { CheckRow } from '../domain/status.ts';
import type { Failed, Wire } from '../domain/wire.ts';
import type { Target } from '../routing/targets.ts';
import { probeWave } from '../transcription/probe.ts';
import { attemptChat, attemptTranscription, type Ports } from './attempt.ts';

export type Ability = CheckRow['ability'];
/** `shown`: what the answer was, in one sentence. */
export type Probed = { ok: true; shown: string } | Failed;
type Probe = (ports: Ports, target: Target, wire: Wire, signal: AbortSignal, onSign: () => void) => Promise<Probed>;

/** Enough for a model that thinks before it says one word. */
const fewTokens = 256;
const mostShown = 80;

const askText: Probe = async (ports, target, wire, signal, onSign) => {
  const messages = [{ role: 'user' as const, content: 'Reply with the single word: ready' }];
  const request = { kind: 'chat' as const, task: 'fast' as const, messages, maxOutput: fewTokens };
  const answer = await attemptChat(ports, target, wire, request, signal, onSign);
  return answer.ok ? { ok: true, shown: `It said: “${answer.text.trim().slice(0, mostShown)}”` } : answer;
};

const askSpeech: Probe = async (ports, target, wire, signal) => {
  const audio = { audio: probeWave(), fileName: 'probe.wav', seconds: 1 };
  const request = { kind: 'transcribe' as const, ...audio, needs: 'text' as const };
  const answer = await attemptTranscription(ports, target, wire, request, signal);
  return answer.ok ? { ok: true, shown: 'It took a short recording.' } : answer;
};

export const probes: Record<Ability, Probe> = { text: askText, speech: askSpeech };
