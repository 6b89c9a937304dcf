// Puts tool calls together, which come in fragments: the name first, the arguments piece by piece, several calls mixed.
// Says whether they are whole; never what to do with them.
import type { ToolCall } from '../domain/request.ts';
import { z } from '../domain/zod.ts';
import { type Hidden, withoutSecrets } from './hidden.ts';

/** Lenient: servers at home leave out index or id, or give the arguments as an object. */
export const fragmentsSchema = z
  .array(
    z.object({
      index: z.number().nullish(),
      id: z.string().nullish(),
      function: z.object({ name: z.string().nullish(), arguments: z.unknown().optional() }).nullish(),
    }),
  )
  .catch([]);
type Fragment = z.infer<typeof fragmentsSchema>[number];

type Growing = ToolCall & { index: number | null };

/** Some give the same index to every call, so that another id tells of another call. */
const belongs = (call: Growing, { index, id }: Fragment): boolean =>
  (index ?? call.index) === call.index && (!id || call.id === '' || call.id === id);

const textOf = (given: unknown): string =>
  given === undefined || given === null ? '' : typeof given === 'string' ? given : JSON.stringify(given);

export const isJson = (text: string): boolean => {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
};

export type ToolCalls = {
  push(fragments: readonly Fragment[]): void;
  /** Null: one of them is not whole, so that none can be trusted. */
  whole(hidden: Hidden): ToolCall[] | null;
};

export const createToolCalls = (): ToolCalls => {
  const calls: Growing[] = [];
  const callOf = (fragment: Fragment): Growing => {
    const { index = null, id, function: said } = fragment;
    const known = calls.findLast((call) => belongs(call, fragment));
    const isAnother = known && index === null && !id && known.name !== '' && Boolean(said?.name);
    if (known && !isAnother) return known;
    const begun: Growing = { id: id ?? '', name: '', arguments: '', index };
    calls.push(begun);
    return begun;
  };
  return {
    push(fragments) {
      for (const fragment of fragments) {
        const call = callOf(fragment);
        call.id ||= fragment.id ?? '';
        // It is told once by most and with each piece by some.
        call.name ||= fragment.function?.name ?? '';
        call.arguments += textOf(fragment.function?.arguments);
      }
    },
    whole(hidden) {
      // As in any answer, a short secret is left: it is a word as often as not.
      const telling = hidden.filter(({ telling }) => telling);
      const whole = calls.map((call, place) => ({
        id: call.id || `call_${place + 1}`,
        name: call.name,
        arguments: withoutSecrets(call.arguments, telling) || '{}',
      }));
      return whole.every(({ name, arguments: given }) => name !== '' && isJson(given)) ? whole : null;
    },
  };
};
