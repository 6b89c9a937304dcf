// What a model is for, guessed by its name: names that are in use.
import { expect, it } from 'vitest';
import { guessTasks } from '../../lib/domain/guess-tasks.ts';

const text = ['fast', 'research', 'code'];
const seeing = [...text, 'vision'];

it.each([
  ...['llama3.2:latest', 'qwen2.5-coder:7b', 'gpt-oss-120b', 'mistral-large-latest', 'deepseek-chat'].map((id) => [
    id,
    text,
  ]),
  ...[
    'llava:13b',
    'qwen2.5-vl-72b-instruct',
    'Qwen3-VL:8b',
    'google/gemma-3-27b-it',
    'gemini-3-flash',
    'pixtral-12b',
  ].map((id) => [id, seeing]),
  ...['whisper-1', 'Systran/faster-whisper-small', 'parakeet-tdt-0.6b-v3', 'gpt-4o-transcribe', 'voxtral-mini'].map(
    (id) => [id, ['transcription']],
  ),
  ...['nomic-embed-text', 'bge-m3', 'tts-1', 'rerank-v3', 'llama-guard-4', 'speaches-ai/Kokoro-82M'].map((id) => [
    id,
    [],
  ]),
] as [string, string[]][])('%s', (id, tasks) => {
  expect(guessTasks(id)).toEqual(tasks);
});
