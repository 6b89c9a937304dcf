// What can be read off a base URL that a person typed. Asks nothing of the network.

/** Numbers of both kinds, then names: a name without a dot, or under an ending that no public name has. */
const localHosts = [
  /^(127|10)(\.\d+){3}$|^(192\.168|169\.254)(\.\d+){2}$|^172\.(1[6-9]|2\d|3[01])(\.\d+){2}$|^0\.0\.0\.0$/,
  // The last one holds a number of the other kind.
  /^\[(::1?|f[cd][\da-f:]+|fe[89ab][\da-f:]+|::ffff:[\da-f:]+)\]$/,
  /^[^.[\]]+$|\.(localhost|local|lan|internal|home\.arpa)$/,
];

/** On this computer or in its own network: such a server may load a model for a minute, and is back soon after a restart. */
export const isLocal = (baseUrl: string): boolean =>
  URL.canParse(baseUrl) && localHosts.some((hosts) => hosts.test(new URL(baseUrl).hostname.replace(/\.$/, '')));

/** The match pattern whose permission lets us call this address. Ports cannot stand in a pattern. */
export const originPattern = (baseUrl: string): string => {
  const { protocol, hostname } = new URL(baseUrl);
  return `${protocol}//${hostname}/*`;
};

/** Whole addresses of single calls that people paste instead of the base of them all. */
const callPaths =
  /\/(chat\/completions|completions|responses|audio\/transcriptions|audio\/translations|embeddings|models)$/;

/** Nothing but a host and perhaps a port: it says which server, and not where on it. */
export const isBare = (typed: string): boolean => /^([a-z][a-z\d+.-]*:\/\/)?[^/?#\s]+\/*$/i.test(typed.trim());

export type ReadBaseUrl = { ok: true; baseUrl: string; note: string } | { ok: false; message: string };

/** Mends what can be mended and says so in `note`; what cannot is refused in a sentence. */
export const readBaseUrl = (typed: string): ReadBaseUrl => {
  const text = typed.trim();
  if (text === '') return { ok: false, message: 'Enter the address, such as http://localhost:11434/v1.' };
  const notes: string[] = [];
  let address = text;
  if (!/^[a-z][a-z\d+.-]*:\/\//i.test(text)) {
    const scheme = isLocal(`http://${text}`) ? 'http' : 'https';
    address = `${scheme}://${text}`;
    notes.push(`${scheme}:// was added in front`);
  }
  const url = !/\s/.test(text) && URL.canParse(address) ? new URL(address) : null;
  if (!url?.hostname)
    return { ok: false, message: `“${text}” is not an address. It should look like https://host/v1.` };
  if (url.protocol !== 'http:' && url.protocol !== 'https:')
    return { ok: false, message: 'The address must begin with http:// or https://.' };
  if (url.username || url.password)
    return { ok: false, message: 'Leave the name and password out of the address; the key has a field of its own.' };
  let path = url.pathname.replace(/\/+$/, '');
  const call = callPaths.exec(path);
  if (call) {
    path = path.slice(0, call.index);
    notes.push(`${call[0]} was taken off the end`);
  }
  if (url.search || url.hash) notes.push('what stood behind the path was left out');
  return { ok: true, baseUrl: `${url.origin}${path}`, note: notes.length > 0 ? `Mended: ${notes.join(' and ')}.` : '' };
};

/** An open catalog of models. Contacted only while the user wants it. */
export const modelsDevAddress = 'https://models.dev/api.json';
