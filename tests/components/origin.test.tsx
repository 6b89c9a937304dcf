// Asking for one origin: the browser is told the narrowest pattern, at once, and only for what is an address.
import { beforeEach, expect, test } from 'vitest';

const requests: unknown[] = [];
let granted = true;
Object.assign(globalThis, {
  chrome: {
    permissions: {
      request: async (request: unknown) => {
        requests.push(request);
        return granted;
      },
    },
  },
});
const { askForOrigin, askForOrigins } = await import('../../lib/view/origin.ts');

beforeEach(() => {
  requests.length = 0;
  granted = true;
});

test.each([
  ['http://127.0.0.1:8080/openai/v1', 'http://127.0.0.1/*'],
  ['  https://llm.example.com/v1/models ', 'https://llm.example.com/*'],
  ['localhost:11434/v1', 'http://localhost/*'],
])('%s asks for %s before anything is awaited', async (address, pattern) => {
  const answer = askForOrigin(address);
  expect(requests).toEqual([{ origins: [pattern] }]);
  expect(await answer).toEqual({ ok: true });
});

test.each([[''], ['   '], ['ftp://example.com/v1'], ['https://'], ['http://me:secret@example.com']])(
  'the address "%s" gets a sentence and no permission prompt',
  async (address) => {
    expect(await askForOrigin(address)).toEqual({ ok: false, message: expect.stringMatching(/\.$/) });
    expect(requests).toEqual([]);
  },
);

test('a refusal says that nothing goes there without the permission', async () => {
  granted = false;
  expect(await askForOrigin('http://127.0.0.1:8080/v1')).toEqual({
    ok: false,
    message: 'Rondo may not reach 127.0.0.1:8080 without your permission. Press again to allow it.',
  });
});

test('several origins are one question, in which no host stands twice and what is no address does not stand', async () => {
  const addresses = ['localhost:11434/v1', 'http://localhost:1234/v1', 'ftp://no', 'https://llm.example.com/v1'];
  const answer = askForOrigins(addresses);
  expect(requests).toEqual([{ origins: ['http://localhost/*', 'https://llm.example.com/*'] }]);
  expect(await answer).toEqual({ ok: true });
  granted = false;
  expect(await askForOrigins(addresses)).toMatchObject({
    message: expect.stringContaining('localhost:11434, localhost:1234, and llm.example.com'),
  });
  requests.length = 0;
  expect(await askForOrigins(['ftp://no'])).toEqual({ ok: true });
  expect(requests).toEqual([]);
});
