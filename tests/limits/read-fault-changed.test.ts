// The 92 fixtures with everything changed that must not matter: who answered, names, numbers, the shape around the words.
import { describe, expect, it } from 'vitest';
import { readFault } from '../../lib/limits/read-fault.ts';
import { type FixtureError, fixtureErrors } from './error-cases.ts';

const kindOf = (error: Pick<FixtureError, 'status' | 'headers' | 'body'>) => readFault(error).kind;

/** Models that stand in the fixtures. Their names say `flash`, `image-limits`, `vision`; others would say other things. */
const models =
  /registry\.ollama\.ai\/library\/deepseek-r1:latest|(?:meta-llama|qwen|google|mistralai|black-forest-labs)\/[\w.:-]+|stablelm2:latest|(?:llama|gpt|gemini|claude|whisper|glm)-?\d?[\w.-]*\d[\w.-]*|default-global-with-image-limits|gpt-image(?:-2)?(?:-codex)?/g;
const otherModels = ['acme-zeta-9', 'some/other-model-7b', 'nova-2.5-pro', 'phi5:14b'];

/** Numbers of tokens, requests, bytes and seconds; statuses, codes, versions and waits are left as they are. */
const amounts = /(?<![\w.:/-])(?!1015|1000\b|1300\b|20012\b|30001\b)\d{4,}(?:\.\d+)?(?![\w/-]|\.\d)/g;

describe('what the reading must not hang on', () => {
  it.each(fixtureErrors)('reads $id alike whoever answered', ({ status, headers, body, expect: expected }) => {
    for (const provider of [undefined, '', 'groq', 'openai', 'somebody-else']) {
      expect(readFault({ ...(provider === undefined ? {} : { provider }), status, headers, body }).kind).toBe(
        expected.kind,
      );
    }
  });

  it.each(fixtureErrors)('reads $id alike with other model names', ({ status, headers, body, expect: expected }) => {
    for (const model of otherModels) {
      const changed = readFault({ status, headers, body: body.replace(models, model) });
      expect({ kind: changed.kind, scope: changed.scope, limit: changed.limit }, model).toEqual({
        kind: expected.kind,
        scope: expected.scope,
        limit: expected.limit,
      });
    }
  });

  it.each(fixtureErrors)('reads $id alike with other organisations', ({ status, headers, body, expect: expected }) => {
    for (const organization of ['org_01kdx3w9q8e7r6t5y4', 'org-Zz9YyXxWw8', 'org_flash_vision_ash']) {
      const changed = body.replace(/\borg[_-]\w+|organization org\b/g, (found) =>
        found.startsWith('organization') ? `organization ${organization}` : organization,
      );
      expect(kindOf({ status, headers, body: changed })).toBe(expected.kind);
    }
  });

  it.each(fixtureErrors)(
    'reads $id alike with three times the numbers',
    ({ status, headers, body, expect: expected }) => {
      const changed = body.replace(amounts, (amount) => String(Number(amount) * 3));
      expect(kindOf({ status, headers, body: changed })).toBe(expected.kind);
    },
  );

  it.each(fixtureErrors)('reads $id alike when it is wrapped in another shape', (error) => {
    const { status, headers, body, expect: expected } = error;
    if (body === '' || body.includes('<!DOCTYPE')) return;
    const wrapped = [
      JSON.stringify({ error: { message: body } }),
      JSON.stringify({ error: body }, null, 2),
      JSON.stringify({ detail: body }),
      JSON.stringify([{ error: { message: body, code: status } }]),
      `event: error\ndata: ${JSON.stringify({ error: { message: body } })}\n\n`,
      `Error code: ${status ?? 'None'} - ${JSON.stringify({ message: body })}`,
    ];
    for (const changed of wrapped) expect(kindOf({ status, headers, body: changed }), changed).toBe(expected.kind);
  });

  it.each(fixtureErrors)(
    'reads $id alike with header names in capitals',
    ({ status, headers, body, expect: expected }) => {
      const capitals = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toUpperCase(), value]));
      expect(readFault({ status, headers: capitals, body }).retryAfterMs ?? 0).toBeCloseTo(
        expected.retryAfterMs ?? 0,
        -1,
      );
    },
  );
});
