// Addresses as people type them: mended where that is safe, and said so; refused in a sentence where it is not.
import { describe, expect, it } from 'vitest';
import { isBare, isLocal, originPattern, readBaseUrl } from '../../lib/domain/address.ts';

describe('readBaseUrl', () => {
  it.each<[string, string]>([
    ['http://localhost:11434/v1', 'http://localhost:11434/v1'],
    ['https://openrouter.ai/api/v1', 'https://openrouter.ai/api/v1'],
    ['  https://host.test/v1/  ', 'https://host.test/v1'],
    ['https://host.test/', 'https://host.test'],
    ['HTTPS://Host.Test:8443/V1', 'https://host.test:8443/V1'],
    ['https://host.test:443/v1', 'https://host.test/v1'],
    ['http://[::1]:8080/v1', 'http://[::1]:8080/v1'],
  ])('takes %s for %s and has nothing to say', (typed, baseUrl) => {
    expect(readBaseUrl(typed)).toEqual({ ok: true, baseUrl, note: '' });
  });

  it.each<[string, string, string]>([
    ['localhost:11434/v1', 'http://localhost:11434/v1', 'http:// was added'],
    ['192.168.1.20:1234/v1', 'http://192.168.1.20:1234/v1', 'http:// was added'],
    ['nas:8080/v1', 'http://nas:8080/v1', 'http:// was added'],
    ['api.host.test/v1', 'https://api.host.test/v1', 'https:// was added'],
    ['https://host.test/v1/chat/completions', 'https://host.test/v1', '/chat/completions was taken off'],
    ['https://host.test/v1/chat/completions/', 'https://host.test/v1', '/chat/completions was taken off'],
    ['https://host.test/v1/audio/transcriptions', 'https://host.test/v1', '/audio/transcriptions was taken off'],
    ['https://host.test/v1/models', 'https://host.test/v1', '/models was taken off'],
    ['https://host.test/v1?key=abc', 'https://host.test/v1', 'left out'],
    ['https://host.test/v1#top', 'https://host.test/v1', 'left out'],
  ])('mends %s to %s and says so', (typed, baseUrl, note) => {
    const read = readBaseUrl(typed);
    expect(read).toMatchObject({ ok: true, baseUrl });
    expect(read.ok && read.note).toContain(note);
    expect(read.ok && read.note).toMatch(/^Mended: .+\.$/);
  });

  it('says all that it mended in one sentence, and never repeats a key that stood in the address', () => {
    const read = readBaseUrl('host.test/v1/chat/completions?api_key=sk-secret');
    expect(read).toEqual({
      ok: true,
      baseUrl: 'https://host.test/v1',
      note: 'Mended: https:// was added in front and /chat/completions was taken off the end and what stood behind the path was left out.',
    });
  });

  it('mends nothing a second time', () => {
    for (const typed of ['localhost:1', 'a.test/v1/models?x', 'https://a.test/v1/']) {
      const once = readBaseUrl(typed);
      expect(once.ok && readBaseUrl(once.baseUrl)).toEqual({ ...once, note: '' });
    }
  });

  it.each<[string, RegExp]>([
    ['', /Enter the address/],
    ['   ', /Enter the address/],
    ['my endpoint', /is not an address/],
    ['https://', /is not an address/],
    ['https://host.test/v1 my endpoint', /is not an address/],
    ['javascript:alert(1)', /is not an address/],
    ['ftp://host.test/v1', /must begin with http/],
    ['file:///etc/passwd', /is not an address|must begin with http/],
    ['https://me:secret@host.test/v1', /name and password out/],
  ])('refuses “%s” in a sentence', (typed, message) => {
    const read = readBaseUrl(typed);
    expect(read.ok ? read.baseUrl : read.message).toMatch(message);
    expect(read.ok).toBe(false);
  });
});

it.each([
  ['localhost:11434', true],
  ['http://host.test', true],
  [' https://host.test/ ', true],
  ['http://[::1]:8080', true],
  ['http://host.test/v1', false],
  ['host.test/chat/completions', false],
  ['https://host.test?key=a', false],
])('%s names no more than a server: %s', (typed, bare) => {
  expect(isBare(typed)).toBe(bare);
});

describe('isLocal', () => {
  it.each([
    'http://localhost:11434/v1',
    'http://models.localhost/v1',
    'http://127.0.0.1:1234',
    'http://127.8.9.1',
    'http://[::1]:8080',
    'http://[fd12:3456::1]:8080',
    'http://0.0.0.0:8000',
    'http://10.1.2.3',
    'http://172.16.0.1',
    'http://172.31.255.1',
    'http://192.168.0.1/v1',
    'http://nas:8080',
    'http://mac-mini.local:11434',
    'http://host.docker.internal:11434',
    'http://localhost./',
    'http://169.254.169.254/',
    'http://[fe80::1]/',
    'http://[::]/',
    'http://[::ffff:192.168.0.1]/',
  ])('holds for %s', (url) => {
    expect(isLocal(url)).toBe(true);
  });

  it.each([
    'https://api.groq.com/openai/v1',
    'http://172.32.0.1',
    'http://11.0.0.1',
    'http://192.169.0.1',
    'https://localhost.evil.test',
    'https://127.0.0.1.evil.test',
    'https://local.evil.test',
    'http://[2001:db8::1]',
    'no address',
  ])('does not hold for %s', (url) => {
    expect(isLocal(url)).toBe(false);
  });
});

describe('originPattern', () => {
  it.each([
    ['http://localhost:11434/v1', 'http://localhost/*'],
    ['https://api.host.test:8443/a/b', 'https://api.host.test/*'],
    ['http://[::1]:8080', 'http://[::1]/*'],
  ])('asks for the host of %s alone: %s', (url, pattern) => {
    expect(originPattern(url)).toBe(pattern);
  });
});
