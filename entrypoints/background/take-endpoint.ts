// What a person handed in as an endpoint, as it can be kept, or a sentence that says why it cannot. Changes nothing.
import { readBaseUrl } from '../../lib/domain/address.ts';
import { type EndpointDraft, keyIn } from '../../lib/domain/endpoint-draft.ts';
import { readHeaderName, readHeaderValue } from '../../lib/domain/headers.ts';
import { type Endpoint, endpointPriority } from '../../lib/domain/settings.ts';
import { presetOf } from '../../lib/providers/index.ts';
import { isSendable, unsendable } from './add-keys.ts';

export type Refused = { ok: false; message: string };

/** What a draft comes to. `headers` with a value are new; those without keep the one that they have. */
export type Taken = {
  ok: true;
  endpoint: Omit<Endpoint, 'id' | 'on'>;
  key: string;
  headers: readonly { name: string; value: string | null }[];
  note: string;
};

export const takeHeaders = (
  given: EndpointDraft['headers'],
  held: readonly string[],
): Pick<Taken, 'ok' | 'headers'> | Refused => {
  const headers: { name: string; value: string | null }[] = [];
  for (const header of given) {
    const name = readHeaderName(header.name);
    if (!name.ok) return name;
    if (headers.some((other) => other.name === name.text))
      return { ok: false, message: `The header ${name.text} stands there twice.` };
    const isHeld = header.value.trim() === '' && held.includes(name.text);
    const value = isHeld ? null : readHeaderValue(name.text, header.value);
    if (value && !value.ok) return value;
    headers.push({ name: name.text, value: value?.text ?? null });
  }
  return { ok: true, headers };
};

/** @param held names of the headers that it has */
export const take = (draft: EndpointDraft, held: readonly string[] = []): Taken | Refused => {
  const read = readBaseUrl(draft.baseUrl);
  if (!read.ok) return read;
  const headers = takeHeaders(draft.headers, held);
  if (!headers.ok) return headers;
  const key = keyIn(draft.key);
  if (key !== '' && !isSendable(key)) return { ok: false, message: unsendable };
  const named = draft.models.map((model) => ({ ...model, id: model.id.trim() })).filter(({ id }) => id !== '');
  // The first of two of one name; every id is one target.
  const models = named.filter(({ id }, index) => named.findIndex((other) => other.id === id) === index);
  if (models.length === 0)
    return { ok: false, message: 'Choose at least one model, or enter its id as the service itself calls it.' };
  const { priority } = draft;
  const endpoint = {
    name: draft.name.trim() || new URL(read.baseUrl).host,
    baseUrl: read.baseUrl,
    headerNames: headers.headers.length > 0 ? headers.headers.map(({ name }) => name) : undefined,
    preset: presetOf(draft.preset)?.id,
    priority: priority === null || priority === endpointPriority ? undefined : priority,
    models,
  };
  return { ok: true, endpoint, key, headers: headers.headers, note: read.note };
};
