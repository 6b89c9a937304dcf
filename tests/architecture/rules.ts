// The rules of the house as functions: a house in, its violations out, each as a sentence.
// A house may be the real one or one with a planted violation.
import { type House, importsOf, roomOf, type Source, valuesImportedBy, withoutComments } from './sources.ts';

export type Rule = (house: House) => string[];

const pure = ['lib/domain', 'lib/limits', 'lib/routing', 'lib/transcription', 'lib/summary', 'lib/keys'];

/** Room -> what it may import: rooms, single files, packages. Everything may import itself. */
export const importTable: Record<string, readonly string[]> = {
  'lib/domain': ['zod'],
  // tokenx is a pure function from text to a number.
  'lib/limits': ['lib/domain', 'tokenx'],
  'lib/routing': ['lib/domain', 'lib/limits'],
  'lib/transcription': ['lib/domain', 'lib/limits'],
  'lib/summary': ['lib/domain', 'lib/limits'],
  'lib/keys': ['lib/domain'],
  // A provider's value brings its models along, and the catalog is made of what all of them bring.
  'lib/providers': ['lib/domain', 'lib/limits', 'lib/catalog'],
  'lib/catalog': ['lib/domain', 'lib/limits', 'lib/providers'],
  'lib/engine': [...pure, 'lib/providers', 'lib/catalog'],
  'lib/jobs': [...pure, 'lib/providers', 'lib/catalog', 'lib/engine'],
  'lib/clients': ['lib/domain', 'lib/limits', 'lib/providers', 'openai', 'zod'],
  'lib/images': ['lib/domain'],
  'lib/audio': ['lib/domain', 'mediabunny'],
  'lib/page': ['lib/domain', '@mozilla/readability', 'turndown'],
  'lib/storage': ['lib/domain', 'zod', 'idb', 'wxt'],
  'lib/messaging': ['lib/domain', 'zod', 'wxt'],
  'lib/view': ['lib/domain', 'lib/messaging', 'lib/storage/blobs.ts', 'zustand', 'wxt'],
  components: ['lib/view', 'lib/domain', 'react', 'react-dom', 'react-markdown'],
  'entrypoints/popup': ['components', 'lib/view', 'react', 'react-dom'],
  'entrypoints/options': ['components', 'lib/view', 'react', 'react-dom'],
  'entrypoints/sidepanel': ['components', 'lib/view', 'react', 'react-dom'],
  'entrypoints/reader': ['lib/page', 'wxt'],
  'entrypoints/offscreen': ['lib/audio', 'lib/messaging', 'lib/storage/parts.ts'],
  // It asks for the microphone, and in Firefox it is the one that records.
  'entrypoints/microphone': [
    ...['components', 'lib/view', 'lib/audio', 'lib/messaging', 'lib/storage/parts.ts', 'react', 'react-dom'],
  ],
  'entrypoints/media-finder': ['lib/page', 'wxt'],
  'entrypoints/writer': ['lib/page', 'wxt'],
  // It brings together the pure plan of where to cut and those who cut: audio itself knows no plan.
  'entrypoints/audio-worker': ['lib/audio', 'lib/storage/blobs.ts', 'lib/transcription', 'wxt'],
  'entrypoints/background': [
    ...pure,
    ...['lib/providers', 'lib/catalog', 'lib/engine', 'lib/jobs', 'lib/clients'],
    ...['lib/images', 'lib/page', 'lib/storage', 'lib/messaging', 'wxt'],
  ],
  'wxt.config.ts': ['lib/providers', 'wxt'],
};

/** Single files that may do what their room may not. */
const exceptions: Record<string, readonly string[]> = {
  'lib/engine/index.ts': ['lib/clients'],
  // Firefox's background is a page and handles audio itself.
  'entrypoints/background/own-line.ts': ['lib/audio'],
};

const under = (target: string, allowed: string) => target === allowed || target.startsWith(`${allowed}/`);

const styleOf = (target: string) => /\.(module\.)?css$/.test(target);

export const importsFollowTheTable: Rule = (house) =>
  house.flatMap((source) => {
    const room = roomOf(source.path);
    const allowed = importTable[room];
    if (!allowed) return [`${source.path}: the room ${room} is not in the table`];
    return importsOf(source)
      .filter((target) => !styleOf(target) && roomOf(target) !== room)
      .filter((target) => ![...allowed, ...(exceptions[source.path] ?? [])].some((place) => under(target, place)))
      .map((target) => `${source.path} imports ${target}`);
  });

export const noCycles: Rule = (house) => {
  const graph = new Map(house.map((source) => [source.path, importsOf(source)]));
  const found = new Set<string>();
  const done = new Set<string>();
  const walk = (file: string, trail: readonly string[]): void => {
    const at = trail.indexOf(file);
    if (at >= 0) found.add([...trail.slice(at), file].join(' -> '));
    if (at >= 0 || done.has(file)) return;
    for (const next of graph.get(file) ?? []) if (graph.has(next)) walk(next, [...trail, file]);
    done.add(file);
  };
  for (const file of graph.keys()) walk(file, []);
  return [...found];
};

const findings = (house: House, where: (file: string) => boolean, pattern: RegExp, what: string): string[] =>
  house
    .filter(({ path }) => where(path))
    .flatMap(({ path, text }) => {
      const match = pattern.exec(withoutComments(text));
      return match ? [`${path}: ${what} (${match[0].trim()})`] : [];
    });

const inRooms = (rooms: readonly string[]) => (file: string) => rooms.includes(roomOf(file));

/** The client's own `fetch` argument is a name too, so only calls of the global are looked for. */
export const networkOnlyInClients: Rule = (house) => [
  ...findings(
    house,
    (file) => !inRooms(['lib/clients'])(file) && file !== 'lib/engine/index.ts',
    /(?<![.\w])fetch\(|globalThis\.fetch|XMLHttpRequest|new WebSocket|EventSource\(/,
    'reaches the network',
  ),
  ...house
    .filter((source) => roomOf(source.path) !== 'lib/clients')
    .filter((source) => importsOf(source).some((target) => under(target, 'openai')))
    .map(({ path }) => `${path}: imports openai`),
];

const handedIn = [...pure, 'lib/providers', 'lib/catalog', 'lib/engine', 'lib/jobs', 'lib/clients'];

export const clockAndChanceHandedIn: Rule = (house) =>
  findings(
    house,
    (file) => inRooms(handedIn)(file) && file !== 'lib/engine/index.ts',
    /Date\.now|new Date\(\)|Math\.random|performance\.now|setTimeout\(|setInterval\(|randomUUID|getRandomValues/,
    'takes time or chance from the world',
  );

/** Where each part of the browser may be touched. */
const browserParts: readonly { pattern: RegExp; rooms: readonly string[]; files?: readonly string[] }[] = [
  { pattern: /\b(browser|chrome)\.storage\b/, rooms: ['lib/storage'] },
  { pattern: /\b(browser|chrome)\.(offscreen|tabCapture)\b/, rooms: ['entrypoints/background'] },
  { pattern: /\b(Audio(En|De)coder|AudioContext|MediaRecorder|getUserMedia)\b/, rooms: ['lib/audio'] },
  { pattern: /\bopenDB\b|\bindexedDB\b/, rooms: ['lib/storage'] },
  { pattern: /\bOffscreenCanvas\b|\bcreateImageBitmap\b/, rooms: ['lib/images'] },
  {
    pattern:
      /\b(browser|chrome)\.(runtime|tabs|permissions|scripting|alarms|action|contextMenus|commands|declarativeNetRequest|webRequest)\b/,
    rooms: ['lib/messaging', 'lib/view', 'entrypoints/background'],
  },
];

export const browserOnlyAtTheRim: Rule = (house) =>
  browserParts.flatMap(({ pattern, rooms }) =>
    findings(house, (file) => !inRooms(rooms)(file), pattern, 'touches a part of the browser that is not its own'),
  );

/** What is drawn at a click, and what is put into web pages: checking messages is the background's, and costs 60 kB. */
const withoutSchemas = [
  'popup/main.tsx',
  'options/main.tsx',
  'sidepanel/main.tsx',
  'reader.ts',
  'media-finder.ts',
  'writer.ts',
];

export const noSchemasInPages: Rule = (house) => {
  const sources = new Map(house.map((source) => [source.path, source]));
  const seen = new Set<string>();
  const wayTo = (file: string, trail: readonly string[]): readonly string[] | null => {
    if (file === 'zod') return trail;
    const source = sources.get(file);
    if (!source || seen.has(file)) return null;
    seen.add(file);
    for (const next of valuesImportedBy(source)) {
      const way = wayTo(next, [...trail, file]);
      if (way) return way;
    }
    return null;
  };
  return withoutSchemas.flatMap((root) => {
    const way = wayTo(`entrypoints/${root}`, []);
    return way ? [`schemas come into a page by ${way.join(' -> ')}`] : [];
  });
};

/** @param ids of the providers in the list */
export const providersNamedOnlyAtHome =
  (ids: readonly string[]): Rule =>
  (house) =>
    findings(
      house,
      (file) => !inRooms(['lib/providers', 'lib/catalog'])(file),
      new RegExp(`['"\`](${ids.join('|')})['"\`]`),
      'names a provider',
    );

const consoles = /\bconsole\.\w+\(/;
export const nothingIsLogged: Rule = (house) => findings(house, () => true, consoles, 'writes to the console');

/** Files over 300 lines and functions over 60: aims, reported and not enforced. */
export const long = ({ path, text }: Source): string[] => {
  const lines = text.split('\n');
  const report = lines.length > 300 ? [`${path}: ${lines.length} lines`] : [];
  const starts = lines.flatMap((line, index) =>
    /^(export )?(const \w+ = .*(=>|=)\s*[{(]?$|(async )?function )/.test(line) ? [index] : [],
  );
  for (const start of starts) {
    // An arrow that answers with one expression has no brace of its own at its end.
    const end = (lines[start] ?? '').endsWith('=>') ? /^( {2}\S.*;$|[})\]])/ : /^[})\]]/;
    const length = lines.slice(start + 1).findIndex((line) => end.test(line)) + 2;
    if (length > 60) report.push(`${path}:${start + 1}: a function of ${length} lines`);
  }
  return report;
};
