// An item in chrome.storage: what each one declares, how what is stored is read, and how several are written at once.
// The area is handed in. Nothing that cannot be read is thrown away: it is kept beside what takes its place.
import { z } from '../domain/zod.ts';

export type AreaName = 'local' | 'session';
export type Area = {
  get(keys: string[]): Promise<Record<string, unknown>>;
  set(items: Record<string, unknown>): Promise<void>;
};

export type Item<Value, In extends AreaName = AreaName> = {
  key: string;
  area: In;
  /**
   * Of the shape that `schema` reads. A stored value says its own in its field `version`; one that says none is of the
   * first. An older one goes through `steps`; a newer one cannot be read here and is kept.
   */
  version: number;
  /** Each makes the next version out of one: the first takes version 1 to 2. */
  steps?: readonly ((older: unknown) => unknown)[];
  /** `background`: no page and no message ever carries it. `summary`: pages see what is made of it. */
  visibility: 'background' | 'summary' | 'pages';
  schema: z.ZodType<Value>;
  empty: Value;
};

/** A list of which one bad entry costs only itself. */
export const each = <Entry>(entry: z.ZodType<Entry>) =>
  z
    .array(z.unknown())
    .transform((all) =>
      all.flatMap((one) => {
        const read = entry.safeParse(one);
        return read.success ? [read.data] : [];
      }),
    )
    .catch([]);

/** The same by id. */
export const eachById = <Entry>(entry: z.ZodType<Entry>) =>
  z.record(z.string(), z.unknown()).transform((all) =>
    Object.fromEntries(
      Object.entries(all).flatMap(([id, one]) => {
        const read = entry.safeParse(one);
        return read.success ? [[id, read.data]] : [];
      }),
    ),
  );

const versionOf = (raw: unknown): number =>
  typeof raw === 'object' && raw !== null && 'version' in raw && typeof raw.version === 'number' ? raw.version : 1;

/** Whether everything that stands in `raw` stands in `value` too. */
const holds = (value: unknown, raw: unknown): boolean => {
  if (typeof raw !== 'object' || raw === null) return Object.is(value, raw);
  if (typeof value !== 'object' || value === null) return false;
  const parts = new Map<string, unknown>(Object.entries(value));
  return Object.entries(raw).every(([name, part]) => holds(parts.get(name), part));
};

/** `whole`: nothing that was stored is missing in the value. */
export type Read<Value> = { value: Value; whole: boolean };

export const readItem = <Value>({ version, steps = [], schema, empty }: Item<Value>, raw: unknown): Read<Value> => {
  if (raw === undefined) return { value: empty, whole: true };
  const unreadable = { value: empty, whole: false };
  const from = versionOf(raw);
  if (from < 1 || from > version) return unreadable;
  try {
    const current = steps.slice(from - 1).reduce<unknown>((older, step) => step(older), raw);
    const read = schema.safeParse(current);
    return read.success ? { value: read.data, whole: holds(read.data, current) } : unreadable;
  } catch {
    // A step met what it was not written for.
    return unreadable;
  }
};

export type Store<Values> = { load(): Promise<Values>; save(values: Values): Promise<void> };

/** Items that are read in one call and written in one call, so that a crash never leaves half. */
export const openStore = <Values extends object, In extends AreaName>(
  areas: Record<In, Area>,
  name: In,
  items: { [Name in keyof Values]: Item<Values[Name], In> },
): Store<Values> => {
  const area = areas[name];
  const declared = Object.entries(items) as [keyof Values, Item<Values[keyof Values]>][];
  /** What stands there and would be lost by the next write, under the keys where it is kept instead. */
  let endangered: Record<string, unknown> = {};
  return {
    load: async () => {
      const stored = await area.get(declared.map(([, { key }]) => key));
      endangered = {};
      const values = declared.map(([of, item]) => {
        const { value, whole } = readItem(item, stored[item.key]);
        if (!whole) endangered[`${item.key}.unreadable`] = stored[item.key];
        return [of, value];
      });
      return Object.fromEntries(values) as Values;
    },
    save: async (values) => {
      const written = declared.map(([of, { key }]) => [key, values[of]]);
      await area.set({ ...endangered, ...Object.fromEntries(written) });
      endangered = {};
    },
  };
};
