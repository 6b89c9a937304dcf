// Which ability a refusal is about, in the words of real services; and how fine an image may be.
import { describe, expect, it } from 'vitest';
import { readFault } from '../../lib/limits/read-fault.ts';
import { fixtureErrors, unseenErrors } from './error-cases.ts';

const saying = (message: string, status = 400) =>
  readFault({ status, headers: {}, body: JSON.stringify({ error: { message } }) });

describe('a refusal of an ability', () => {
  it.each([
    ['nim-400-image-1', ['vision']],
    ['vllm-400-image-0', ['vision']],
    ['openrouter-404-image', ['vision']],
    ['openrouter-404-toolchoice', ['tools']],
    ['ollama-400-tools-json', ['tools']],
    ['ollama-400-tools-r1', ['tools']],
    ['openai-400-image', ['vision']],
    ['groq-400-images', ['vision']],
    ['vllm-400-tool-choice', ['tools']],
    ['llamacpp-500-image', ['vision']],
    ['llamacpp-500-tools', ['tools']],
    ['deepseek-400-tools', ['tools']],
    ['openai-400-parallel', ['parallelTools']],
    ['groq-400-json-and-tools', ['tools', 'json']],
  ])('says in %s which it is', (id, abilities) => {
    const error = [...fixtureErrors, ...unseenErrors].find((one) => one.id === id);
    if (!error) throw new Error(`no such answer: ${id}`);
    expect(readFault(error)).toMatchObject({ kind: 'unsupported_capability', abilities });
  });

  it.each([
    ['This model only supports single tool-calls at once!', ['parallelTools']],
    ['This response_format type is unavailable now', ['json']],
    ["'response_format.type' must be 'json_schema' or 'text'", ['json']],
    ['Structured outputs are not supported by this model.', ['json']],
    ['messages[0].content must be a string', undefined],
  ])('says in “%s” what can be known of it', (message, abilities) => {
    const fault = saying(message);
    expect([fault.kind, fault.abilities]).toEqual(['unsupported_capability', abilities]);
  });

  it('is no word about abilities where it is about something else', () => {
    expect(saying('Too many requests with images', 429)).not.toHaveProperty('abilities');
    expect(saying('Could not process image')).toMatchObject({ kind: 'bad_request' });
  });
});

describe('an image that is too fine', () => {
  it.each([
    ['Image exceeds the maximum allowed resolution of 33177600 pixels', 33_177_600],
    ['The image resolution exceeds 33.2 megapixels.', 33_200_000],
    ['Image dimensions must be at most 4096x4096 pixels', 16_777_216],
    ['image resolution is too large', null],
  ])('is refused in the words “%s”', (message, limit) => {
    expect(saying(message)).toMatchObject({
      kind: 'file_too_large',
      scope: 'request',
      limit: { dimension: 'image_pixels', limit },
    });
  });

  it('is told from one that is too coarse', () => {
    expect(saying('The image dimensions must be at least 28 pixels.').kind).toBe('bad_request');
  });

  it('is told from too many images', () => {
    expect(saying('Too many images.')).toMatchObject({ limit: { dimension: 'images_per_request', limit: null } });
  });
});
