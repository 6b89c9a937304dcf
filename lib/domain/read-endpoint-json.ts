// Reads endpoints that were pasted as JSON, in the shape of the plan of October 2025 and what comes near it. Pure.
// What is missing is learned; what is wrong is told in a sentence that never repeats a secret.
import { type Abilities, someVision, visionSchema } from './abilities.ts';
import { type EndpointDraft, emptyDraft, keyIn } from './endpoint-draft.ts';
import { addressFields, limitNames } from './endpoint-json.ts';
import { guessTasks } from './guess-tasks.ts';
import { readLooseJson } from './loose-json.ts';
import type { EndpointModel, GivenLimits } from './settings.ts';
import { type Task, taskSchema } from './task.ts';
import { z } from './zod.ts';

/** `id` is the one that was pasted; whether it is free is not known here. */
export type PastedEndpoint = { id: string | null; draft: EndpointDraft };
export type ReadEndpoints = { endpoints: PastedEndpoint[]; problems: string[] };

/** Of the text that was read: what was wrong with it, in the order of reading. */
type Tell = (problem: string) => void;

type Fields = ReadonlyMap<string, unknown>;
const isObject = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const fieldsOf = (value: object): Fields => new Map(Object.entries(value));
/** The first of these fields that says anything. */
const first = (fields: Fields, names: readonly string[]): unknown =>
  names.map((name) => fields.get(name)).find((value) => value !== undefined && value !== null);

const text = z.string().transform((value) => value.trim());
const flag = z.union([z.boolean(), z.stringbool()]);
const digits = z
  .string()
  .regex(/^\s*\d+\s*$/)
  .transform(Number);
const amount = z.union([z.number(), digits]).pipe(z.number().positive());
const vision = z.union([flag, visionSchema.partial()]);

/** The value where it is one; where it is another kind of thing that is told, and it counts as not given. */
const readAs = <Value>(schema: z.ZodType<Value>, value: unknown, tell: Tell, problem: string): Value | null => {
  if (value === undefined || value === null) return null;
  const { data } = schema.safeParse(value);
  if (data === undefined) tell(problem);
  return data ?? null;
};

const taskWords: Record<string, Task> = {
  ...Object.fromEntries(taskSchema.options.map((task) => [task, task])),
  ...{ image: 'vision', images: 'vision' },
  ...{ whisper: 'transcription', audio: 'transcription', speech: 'transcription', transcriptions: 'transcription' },
};

const readTasks = (value: unknown, modelId: string, tell: Tell): Task[] => {
  const words = [value ?? []].flat().map(String);
  const tasks = words.flatMap((word) => {
    const task = Object.hasOwn(taskWords, word.toLowerCase()) ? taskWords[word.toLowerCase()] : undefined;
    if (!task) tell(`${modelId}: Rondo knows no task “${word.slice(0, 30)}”, so it was left out.`);
    return task ?? [];
  });
  if (tasks.length > 0) return [...new Set(tasks)];
  const guessed = guessTasks(modelId);
  return guessed.length > 0 ? guessed : ['fast'];
};

const visionOf = (sees: z.infer<typeof vision> | null): Abilities['vision'] =>
  sees === null || sees === false ? sees : { ...someVision, ...(sees === true ? {} : sees) };

const readAbilities = (fields: Fields, modelId: string, tell: Tell): Abilities | undefined => {
  const read = <Value>(schema: z.ZodType<Value>, ...names: string[]) => {
    const problem = `${modelId}: ${names[0]} should be true, false or null; it will be learned.`;
    return readAs(schema, first(fields, names), tell, problem);
  };
  const abilities: Abilities = {
    tools: read(flag, 'supportsTools', 'tools'),
    parallelTools: read(flag, 'parallelTools'),
    json: read(flag, 'supportsJson', 'json'),
    vision: visionOf(read(vision, 'supportsVision', 'vision')),
  };
  return Object.values(abilities).every((ability) => ability === null) ? undefined : abilities;
};

const readLimits = (fields: Fields, modelId: string, tell: Tell): GivenLimits | undefined => {
  const limits: GivenLimits = {};
  for (const [dimension, name] of Object.entries(limitNames)) {
    const problem = `${modelId}: ${name} should be a number above 0, or null; it will be learned.`;
    const limit = readAs(amount, fields.get(name), tell, problem);
    if (limit !== null) limits[dimension as keyof typeof limitNames] = limit;
  }
  return Object.keys(limits).length > 0 ? limits : undefined;
};

const readModel = (value: unknown, tell: Tell): EndpointModel[] => {
  const fields = isObject(value) ? fieldsOf(value) : new Map([['modelId', value]]);
  const id = text.safeParse(first(fields, ['modelId', 'id', 'model', 'name'])).data;
  if (!id) {
    tell('A model without a modelId was left out.');
    return [];
  }
  const window = first(fields, ['contextWindow', 'context']);
  const problem = `${id}: contextWindow should be a number above 0, or null; it will be learned.`;
  return [
    {
      id,
      tasks: readTasks(first(fields, ['taskTypes', 'tasks']), id, tell),
      context: readAs(amount, window, tell, problem),
      abilities: readAbilities(fields, id, tell),
      limits: readLimits(fields, id, tell),
    },
  ];
};

const readHeaders = (value: unknown, tell: Tell): EndpointDraft['headers'] => {
  if (value === undefined || value === null) return [];
  if (!isObject(value)) {
    tell('headers should hold a value for each name; they were left out.');
    return [];
  }
  return Object.entries(value).flatMap(([name, given]) => {
    const header = text.safeParse(typeof given === 'number' ? String(given) : given).data;
    if (header) return { name, value: header };
    tell(`The header ${name} has no value here; add it under Edit.`);
    return [];
  });
};

const readEndpoint = (fields: Fields, tell: Tell): PastedEndpoint => {
  const name = readAs(text, fields.get('name'), tell, 'The name should be a text; it is called by its address.') ?? '';
  const key = readAs(
    text,
    first(fields, ['apiKey', 'api_key', 'key']),
    tell,
    'apiKey should be a text; it was left out.',
  );
  // One model may stand in the endpoint itself, as the plan's form has it.
  const models = first(fields, ['models']) ?? (fields.has('modelId') ? [Object.fromEntries(fields)] : []);
  const draft: EndpointDraft = {
    ...emptyDraft,
    name,
    baseUrl: readAs(text, first(fields, addressFields), tell, 'baseURL should be a text.') ?? '',
    key: keyIn(key ?? ''),
    preset: readAs(text, fields.get('preset'), tell, 'preset should be a text; it was left out.'),
    headers: readHeaders(fields.get('headers'), tell),
    priority: readAs(amount, fields.get('priority'), tell, 'priority should be a number above 0; it is 999.'),
    models: [models].flat().flatMap((model) => readModel(model, tell)),
  };
  return { id: readAs(text, fields.get('id'), () => {}, ''), draft };
};

/** Takes one endpoint, several in a list, and several one after the other. */
export const readEndpointJson = (pasted: string): ReadEndpoints => {
  const read = readLooseJson(pasted);
  if (!read.ok) return { endpoints: [], problems: [read.message] };
  const problems: string[] = [];
  const endpoints = read.values.flat().flatMap((value, index) => {
    if (!isObject(value)) {
      problems.push(`Entry ${index + 1} is no endpoint: it should begin with {.`);
      return [];
    }
    const fields = fieldsOf(value);
    const called = text.safeParse(fields.get('name')).data || `Entry ${index + 1}`;
    return readEndpoint(fields, (problem) => problems.push(`${called}: ${problem}`));
  });
  return { endpoints, problems };
};
