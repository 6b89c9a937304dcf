// Why nobody was reached, from the name that the runtime gives the failure: Chromium's net::ERR_…, Firefox's
// NS_ERROR_… or its sentence about a certificate, Node's E…. Pure. Names were seen in Chromium 156, Firefox 153, Node 24.
import type { CheckCause } from '../domain/status.ts';

export type Outcome = { cause: CheckCause; message: string };

/** Whom a call was meant to reach. */
export type Reached = {
  /** What the endpoint or provider is called. */
  name: string;
  baseUrl: string;
  /** Whether a key was sent along. */
  withKey: boolean;
};

type Rule = { names: RegExp; outcome: (to: Reached, said: string) => Outcome };

const hostOf = ({ baseUrl }: Reached): string => new URL(baseUrl).host;

const distrusted = (to: Reached, said: string): Outcome => ({
  cause: 'tls',
  message: `The browser does not trust the certificate of ${hostOf(to)}, so nothing was sent (${said}). Install it on this computer, or use http:// if ${to.name} allows that in your own network.`,
});

const rules: readonly Rule[] = [
  {
    names: /CONNECTION_REFUSED|ECONNREFUSED/,
    outcome: ({ name, baseUrl }) => ({
      cause: 'refused',
      message: `Nothing listens at ${baseUrl}: the connection was refused. Is ${name} running, and are host and port right?`,
    }),
  },
  {
    names: /ERR_SSL_|WRONG_VERSION_NUMBER|maximum permissible length|EPROTO/,
    outcome: (to) => ({
      cause: 'tls',
      message: `${hostOf(to)} answers, but not in https. Its address most likely begins with http://.`,
    }),
  },
  { names: /ERR_CERT_|CERT_|SELF_SIGNED|self-signed|certificate/i, outcome: distrusted },
  {
    names:
      /CONNECTION_RESET|CONNECTION_CLOSED|EMPTY_RESPONSE|ECONNRESET|NET_RESET|NET_INTERRUPT|other side closed|hang up/,
    outcome: ({ name, baseUrl }) => ({
      cause: 'reset',
      message: `${name} took the connection and broke it off without an answer. ${
        baseUrl.startsWith('http:')
          ? 'If it speaks https, its address begins with https://; else its log may say why.'
          : 'Its log may say why.'
      }`,
    }),
  },
  {
    names: /NAME_NOT_RESOLVED|UNKNOWN_HOST|ENOTFOUND|EAI_AGAIN/,
    outcome: (to) => ({
      cause: 'unknown_host',
      message: `There is no host named ${hostOf(to)}. Is its name spelled right, and is this computer online?`,
    }),
  },
  {
    names: /LOCAL_NETWORK|PRIVATE_NETWORK/,
    outcome: ({ name }) => ({
      cause: 'not_permitted',
      message: `The browser keeps Rondo out of the local network, so ${name} was not asked. Allow it local network access in the browser’s settings for extensions.`,
    }),
  },
  {
    names: /BLOCKED_BY_CLIENT/,
    outcome: ({ name }) => ({
      cause: 'not_permitted',
      message: `Another extension stopped the call to ${name}. Make an exception for it there.`,
    }),
  },
  {
    names: /UNSAFE_PORT|PORT_ACCESS_NOT_ALLOWED|bad port/,
    outcome: (to) => ({
      cause: 'not_permitted',
      message: `Browsers call nobody at port ${new URL(to.baseUrl).port}. Let ${to.name} listen at another one.`,
    }),
  },
  {
    names: /INTERNET_DISCONNECTED|NS_ERROR_OFFLINE/,
    outcome: ({ name }) => ({
      cause: 'unreachable',
      message: `This computer is offline, so ${name} cannot be reached.`,
    }),
  },
  {
    names: /INVALID_HTTP_RESPONSE|HPE_/,
    outcome: (to) => ({
      cause: 'not_compatible',
      message: `Something answers at ${hostOf(to)}, but it is no web server. Is the port right?`,
    }),
  },
];

/**
 * @param named what the browser calls it, where it tells
 * @param said what the call itself said: in Node that names the cause too
 */
export const connectionOutcome = (to: Reached, named: string | null, said: string): Outcome => {
  const rule = rules.find(({ names }) => names.test(named ?? said));
  if (rule) return rule.outcome(to, named ?? said);
  // Firefox tells of certificates in sentences in the user's own language; every other name of its begins so.
  if (named && to.baseUrl.startsWith('https:') && !/^(net::|NS_)/.test(named)) return distrusted(to, named);
  return {
    cause: 'unreachable',
    message: `Nothing answers at ${to.baseUrl}${named ? ` (${named})` : ''}. Is ${to.name} running, and are host and port right?`,
  };
};
