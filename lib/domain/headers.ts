// Extra headers that a person gives an endpoint: which names and values can be sent at all. Pure.

/** Those that the browser writes itself and silently drops from a request (fetch.spec.whatwg.org, forbidden request-header). */
const browsers = new Set([
  ...['accept-charset', 'accept-encoding', 'access-control-request-headers', 'access-control-request-method'],
  ...['access-control-request-private-network', 'connection', 'content-length', 'cookie', 'cookie2', 'date', 'dnt'],
  ...['expect', 'host', 'keep-alive', 'origin', 'referer', 'set-cookie', 'te', 'trailer', 'transfer-encoding'],
  ...['upgrade', 'via'],
]);
const browsersBeginnings = /^(proxy-|sec-)/;
/** Those that say how a request is to be read. */
const own = new Set(['accept', 'content-type']);

const token = /^[!#$%&'*+.^_`|~\da-z-]+$/;
const printable = /^[\x20-\x7e]+$/;

export type ReadHeader = { ok: true; text: string } | { ok: false; message: string };
const no = (message: string): ReadHeader => ({ ok: false, message });

/** In lower case, as it is kept. */
export const readHeaderName = (typed: string): ReadHeader => {
  const name = typed.trim().toLowerCase().replace(/:$/, '');
  if (name === '') return no('Give the header a name, such as x-api-key.');
  if (!token.test(name)) return no(`“${typed.trim()}” cannot be the name of a header: it has no spaces and no colons.`);
  if (browsers.has(name) || browsersBeginnings.test(name))
    return no(`The header ${name} is the browser’s own: no extension can set it. Leave it out.`);
  if (own.has(name)) return no(`Rondo sets ${name} itself. Leave it out.`);
  return { ok: true, text: name };
};

export const readHeaderValue = (name: string, typed: string): ReadHeader => {
  const value = typed.trim();
  if (value === '') return no(`Give the header ${name} a value.`);
  return printable.test(value)
    ? { ok: true, text: value }
    : no(`The value of ${name} holds characters that no header can carry; copy it again.`);
};
