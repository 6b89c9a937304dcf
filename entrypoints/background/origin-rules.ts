// Takes the `Origin` header off our own requests to servers that the user named: Ollama and its kin refuse every call
// that names an extension (403), until an environment variable is set. The rules are for requests that begin in this
// extension, to exactly that address: what a web page sends keeps its header. Reads settings; sends nothing itself.
import type { Browser } from 'wxt/browser';
import type { Settings } from '../../lib/domain/settings.ts';

export type OriginRule = Browser.declarativeNetRequest.Rule;

/** The addresses that the user typed in, each once: of endpoints, and of providers that are reached by a proxy. */
export const typedOrigins = ({ endpoints, providers }: Settings): string[] => {
  const typed = [...endpoints, ...Object.values(providers)].flatMap(({ baseUrl }) => baseUrl ?? []);
  return [...new Set(typed.filter((baseUrl) => URL.canParse(baseUrl)).map((baseUrl) => new URL(baseUrl).origin))];
};

/** @param ownHost as in the address of this extension's pages: its id in Chromium, drawn by lot in Firefox */
export const originRules = (origins: readonly string[], ownHost: string): OriginRule[] =>
  origins.map((origin, index) => ({
    // One each: two addresses under one id would take the place of one another.
    id: index + 1,
    priority: 1,
    condition: {
      initiatorDomains: [ownHost],
      // From its first character to the slash behind the port, so that no other port is meant.
      urlFilter: `|${origin}/`,
      resourceTypes: ['xmlhttprequest'],
    },
    action: { type: 'modifyHeaders', requestHeaders: [{ header: 'origin', operation: 'remove' }] },
  }));

export type OriginPorts = {
  ownHost: string;
  /** Whether the user lets this extension reach that origin. */
  isAllowed(origin: string): Promise<boolean>;
  /** Takes away every rule that stands and sets these. */
  replaceRules(rules: OriginRule[]): Promise<void>;
};

export type OriginKeeper = {
  /** Resolves when the rules for these settings stand. Never rejects: without them most servers still answer. */
  keep(settings: Settings): Promise<void>;
};

export const createOriginKeeper = ({ ownHost, isAllowed, replaceRules }: OriginPorts): OriginKeeper => {
  /** The addresses of the rules that this life has set. */
  let standing: string | null = null;
  const set = async (settings: Settings): Promise<void> => {
    const typed = typedOrigins(settings);
    const allowed = await Promise.all(typed.map(isAllowed));
    const origins = typed.filter((_, index) => allowed[index]);
    const wanted = origins.join(' ');
    if (wanted === standing) return;
    await replaceRules(originRules(origins, ownHost));
    standing = wanted;
  };
  let last = Promise.resolve();
  return {
    // One after the other: what an earlier change wanted must not come to stand last.
    keep: (settings) => {
      last = last.then(() => set(settings)).catch(() => {});
      return last;
    },
  };
};
