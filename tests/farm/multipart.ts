// Reads a multipart body: the fields by the platform's own parser, their order from the raw bytes, which no parser keeps.
import { hashOf } from './faults.ts';
import type { LoggedForm } from './log.ts';

export type ReadForm = { fields: FormData; file: File | null; fileBytes: Uint8Array; logged: LoggedForm };

const unquoted = (text: string | undefined): string | null => text?.replaceAll('%22', '"') ?? null;

/** Names of the fields, in the order in which they came. */
const orderOf = (body: Buffer, boundary: string): string[] => {
  const order: string[] = [];
  const mark = `--${boundary}`;
  for (let at = body.indexOf(mark); at >= 0; at = body.indexOf(mark, at + mark.length)) {
    const end = body.indexOf('\r\n\r\n', at);
    if (end < 0) break;
    const head = body.toString('utf8', at, Math.min(end, at + 2_000));
    const name = unquoted(/content-disposition:[^\r\n]*?[;\s]name="([^"]*)"/i.exec(head)?.[1]);
    if (name !== null) order.push(name);
  }
  return order;
};

/** @returns null where the body is no form */
export const readForm = async (body: Buffer, contentType: string): Promise<ReadForm | null> => {
  const boundary = /multipart\/form-data.*boundary="?([^";]+)"?/i.exec(contentType)?.[1];
  if (!boundary) return null;
  try {
    const bytes = new Uint8Array(body.buffer as ArrayBuffer, body.byteOffset, body.length);
    const fields = await new Response(bytes, { headers: { 'content-type': contentType } }).formData();
    const found = fields.get('file');
    const file = found instanceof File ? found : null;
    const fileBytes = file ? await file.bytes() : new Uint8Array();
    const logged = {
      order: orderOf(body, boundary),
      fileName: file?.name ?? null,
      fileBytes: fileBytes.length,
      fileHash: file ? hashOf(fileBytes) : null,
    };
    return { fields, file, fileBytes, logged };
  } catch {
    return null;
  }
};
