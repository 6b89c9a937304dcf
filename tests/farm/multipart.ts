// Reads a multipart body as it came: fields in their order, and the file without a copy. The platform's own parser
// loses the order and takes seconds for the largest uploads.
import { hashOf } from './faults.ts';
import type { LoggedForm } from './log.ts';

type Part = { name: string; fileName: string | null; data: Buffer };

export type ReadForm = {
  /** All values of a text field. */
  values(name: string): string[];
  /** Null: no file came. */
  file: Buffer | null;
  logged: LoggedForm;
};

/** Browsers write a quote in a name as %22. */
const attribute = (head: string, name: string): string | null =>
  new RegExp(`content-disposition:[^\\r\\n]*?[;\\s]${name}="([^"]*)"`, 'i').exec(head)?.[1]?.replaceAll('%22', '"') ??
  null;

/** @returns null where the body ends before its last boundary */
const partsOf = (body: Buffer, boundary: string): Part[] | null => {
  const parts: Part[] = [];
  const mark = `\r\n--${boundary}`;
  let at = body.indexOf(mark.slice(2));
  while (at >= 0) {
    const from = at + mark.length - (parts.length === 0 ? 2 : 0);
    if (body.toString('latin1', from, from + 2) === '--') return parts;
    const headEnd = body.indexOf('\r\n\r\n', from);
    const next = headEnd < 0 ? -1 : body.indexOf(mark, headEnd + 2);
    if (next < 0) return null;
    const head = body.toString('utf8', from, headEnd);
    const name = attribute(head, 'name');
    if (name === null) return null;
    parts.push({
      name,
      fileName: attribute(head, 'filename'),
      data: body.subarray(headEnd + 4, Math.max(headEnd + 4, next)),
    });
    at = next;
  }
  return null;
};

/** @returns null where the body is no form */
export const readForm = (body: Buffer, contentType: string): ReadForm | null => {
  const boundary = /multipart\/form-data.*boundary="?([^";]+)"?/i.exec(contentType)?.[1];
  const parts = boundary ? partsOf(body, boundary) : null;
  if (!parts) return null;
  const file = parts.find(({ name, fileName }) => name === 'file' && fileName !== null);
  return {
    values: (name) =>
      parts.filter((part) => part.name === name && part.fileName === null).map(({ data }) => data.toString('utf8')),
    file: file?.data ?? null,
    logged: {
      order: parts.map(({ name }) => name),
      fields: Object.fromEntries(
        parts.filter(({ fileName }) => fileName === null).map(({ name, data }) => [name, data.toString('utf8')]),
      ),
      fileName: file?.fileName ?? null,
      fileBytes: file?.data.length ?? 0,
      fileHash: file ? hashOf(file.data) : null,
    },
  };
};
