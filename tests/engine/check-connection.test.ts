// Each name that a runtime gives a connection that failed, told apart. The names are those that Chromium 156, Firefox 153
// and Node 24 gave for real connections of each kind.
import { describe, expect, it } from 'vitest';
import type { CheckCause } from '../../lib/domain/status.ts';
import { connectionOutcome } from '../../lib/engine/check-connection.ts';

const at = (baseUrl: string) => ({ name: 'Mine', baseUrl, withKey: false });
const local = at('http://127.0.0.1:11434/v1');
const secure = at('https://llm.test:8443/v1');

describe('a browser’s name', () => {
  it.each<[string, CheckCause, RegExp]>([
    ['net::ERR_CONNECTION_REFUSED', 'refused', /Nothing listens at http:\/\/127\.0\.0\.1:11434\/v1/],
    ['NS_ERROR_CONNECTION_REFUSED', 'refused', /Is Mine running/],
    ['net::ERR_CONNECTION_RESET', 'reset', /broke it off/],
    ['net::ERR_EMPTY_RESPONSE', 'reset', /begins with https:\/\//],
    ['net::ERR_CONNECTION_CLOSED', 'reset', /broke it off/],
    ['NS_ERROR_NET_RESET', 'reset', /broke it off/],
    ['net::ERR_NAME_NOT_RESOLVED', 'unknown_host', /no host named 127\.0\.0\.1:11434/],
    ['NS_ERROR_UNKNOWN_HOST', 'unknown_host', /online/],
    ['net::ERR_BLOCKED_BY_LOCAL_NETWORK_ACCESS_CHECKS', 'not_permitted', /local network access/],
    ['net::ERR_BLOCKED_BY_CLIENT', 'not_permitted', /Another extension/],
    ['net::ERR_UNSAFE_PORT', 'not_permitted', /port 11434/],
    ['NS_ERROR_PORT_ACCESS_NOT_ALLOWED', 'not_permitted', /another one/],
    ['net::ERR_INTERNET_DISCONNECTED', 'unreachable', /offline/],
    ['NS_ERROR_OFFLINE', 'unreachable', /offline/],
    ['net::ERR_INVALID_HTTP_RESPONSE', 'not_compatible', /no web server/],
    ['net::ERR_SOMETHING_NEW', 'unreachable', /Nothing answers at .* \(net::ERR_SOMETHING_NEW\)/],
    ['NS_ERROR_SOMETHING_NEW', 'unreachable', /\(NS_ERROR_SOMETHING_NEW\)/],
  ])('%s is %s', (named, cause, words) => {
    const outcome = connectionOutcome(local, named, 'The connection failed: Failed to fetch');
    expect(outcome.cause).toBe(cause);
    expect(outcome.message).toMatch(words);
  });

  it.each<[string, RegExp]>([
    ['net::ERR_CERT_AUTHORITY_INVALID', /does not trust the certificate of llm\.test:8443.*ERR_CERT_AUTHORITY_INVALID/],
    ['The certificate is not trusted because it is self-signed.', /does not trust the certificate/],
    ['Dem Zertifikat wird nicht vertraut, weil es vom Aussteller selbst signiert wurde.', /does not trust.*Zertifikat/],
    ['net::ERR_SSL_PROTOCOL_ERROR', /answers, but not in https/],
    ['SSL received a record that exceeded the maximum permissible length.', /begins with http:\/\//],
  ])('%s is about https', (named, words) => {
    const outcome = connectionOutcome(secure, named, '');
    expect(outcome.cause).toBe('tls');
    expect(outcome.message).toMatch(words);
  });

  it('is believed before what the call itself says', () => {
    expect(connectionOutcome(local, 'net::ERR_CONNECTION_RESET', 'ECONNREFUSED').cause).toBe('reset');
  });

  it('of a reset gives no advice about https where that is spoken already', () => {
    expect(connectionOutcome(secure, 'net::ERR_CONNECTION_RESET', '').message).toMatch(
      /answer\. Its log may say why\.$/,
    );
  });
});

describe('where no browser gives a name', () => {
  it.each<[string, CheckCause]>([
    ['fetch failed (connect ECONNREFUSED 127.0.0.1:1)', 'refused'],
    ['fetch failed (read ECONNRESET)', 'reset'],
    ['fetch failed (other side closed)', 'reset'],
    ['fetch failed (getaddrinfo ENOTFOUND nosuchhost.invalid)', 'unknown_host'],
    ['fetch failed (self-signed certificate)', 'tls'],
    ['fetch failed (unable to verify the first certificate)', 'tls'],
    ['fetch failed (bad port)', 'not_permitted'],
    ['Failed to fetch', 'unreachable'],
  ])('“%s” is %s', (said, cause) => {
    expect(connectionOutcome(secure, null, said).cause).toBe(cause);
  });

  it('nothing is put in brackets', () => {
    expect(connectionOutcome(local, null, 'Failed to fetch').message).toBe(
      'Nothing answers at http://127.0.0.1:11434/v1. Is Mine running, and are host and port right?',
    );
  });
});
