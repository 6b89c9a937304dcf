// What stands in the fields of the endpoint form: made from an endpoint or a preset, and read back into what the
// background takes. Pure. Numbers are texts here, as they are typed.
import type { Abilities } from '../../lib/domain/abilities.ts';
import { guessTasks } from '../../lib/domain/guess-tasks.ts';
import { readHeaderName, readHeaderValue } from '../../lib/domain/headers.ts';
import type { Endpoint, EndpointModel, GivenLimits } from '../../lib/domain/settings.ts';
import type { Task } from '../../lib/domain/task.ts';
import type { EndpointDraft, PresetFace } from '../../lib/view/shapes.ts';
import { readWhole } from '../whole-number.ts';

export const taskNames = [
  { task: 'fast', name: 'Fast' },
  { task: 'research', name: 'Research' },
  { task: 'code', name: 'Code' },
  { task: 'vision', name: 'Images' },
  { task: 'transcription', name: 'Speech' },
] as const satisfies readonly { task: Task; name: string }[];

/** The limits that the form asks for; others that an endpoint was given stay as they are. */
export const limitFields = [
  { dimension: 'RPM', label: 'Requests a minute' },
  { dimension: 'TPM', label: 'Tokens a minute' },
  { dimension: 'RPD', label: 'Requests a day' },
  { dimension: 'TPD', label: 'Tokens a day' },
] as const;
type LimitField = (typeof limitFields)[number]['dimension'];

export const abilityFields = [
  { ability: 'tools', label: 'Tools' },
  { ability: 'parallelTools', label: 'Parallel tools' },
  { ability: 'json', label: 'JSON' },
  { ability: 'vision', label: 'Images' },
] as const satisfies readonly { ability: keyof Abilities; label: string }[];

/** Empty: it is learned. */
export type Claim = '' | 'yes' | 'no';

export type ModelFields = {
  id: string;
  tasks: readonly Task[];
  context: string;
  claims: Record<keyof Abilities, Claim>;
  limits: Record<LimitField, string>;
  /** What the form does not show and keeps. */
  before: EndpointModel | null;
};

export type HeaderFields = {
  /** Of this row, so that rows keep their fields when one above them goes. */
  row: number;
  name: string;
  value: string;
  /** Whether the background holds a value under this name. */
  held: boolean;
  what: string;
};

export type Fields = {
  /** Id of the one that it was made from. */
  preset: string | null;
  name: string;
  baseUrl: string;
  key: string;
  removeKey: boolean;
  headers: readonly HeaderFields[];
  priority: string;
  models: readonly ModelFields[];
  /** An id that stands in its field and is not among the models yet. */
  typed: string;
};

export const emptyFields: Fields = {
  preset: null,
  name: '',
  baseUrl: '',
  key: '',
  removeKey: false,
  headers: [],
  priority: '',
  models: [],
  typed: '',
};

const asClaim = (ability: boolean | object | null): Claim => (ability === null ? '' : ability === false ? 'no' : 'yes');
const asTyped = (amount: number | null | undefined): string => (amount == null ? '' : String(amount));

const unclaimed: Abilities = { tools: null, parallelTools: null, json: null, vision: null };

export const modelFields = (model: EndpointModel): ModelFields => {
  const { tools, parallelTools, json, vision } = model.abilities ?? unclaimed;
  const { RPM, TPM, RPD, TPD } = model.limits ?? {};
  return {
    id: model.id,
    tasks: model.tasks,
    context: asTyped(model.context),
    claims: {
      tools: asClaim(tools),
      parallelTools: asClaim(parallelTools),
      json: asClaim(json),
      vision: asClaim(vision),
    },
    limits: { RPM: asTyped(RPM), TPM: asTyped(TPM), RPD: asTyped(RPD), TPD: asTyped(TPD) },
    before: model,
  };
};

/** @param context what the server says of its window */
export const newModel = (id: string, context: number | null): ModelFields => {
  const guessed = guessTasks(id);
  const tasks: Task[] = guessed.length > 0 ? guessed : ['fast'];
  return { ...modelFields({ id, tasks, context }), before: null };
};

export const fieldsOf = (endpoint: Endpoint): Fields => ({
  ...emptyFields,
  preset: endpoint.preset ?? null,
  name: endpoint.name,
  baseUrl: endpoint.baseUrl,
  headers: (endpoint.headerNames ?? []).map((name, row) => ({ row, name, value: '', held: true, what: '' })),
  priority: asTyped(endpoint.priority),
  models: endpoint.models.map(modelFields),
});

/** Keeps what the user may have typed already: key, models and priority. */
export const withPreset = (fields: Fields, preset: PresetFace | null): Fields => ({
  ...fields,
  preset: preset?.id ?? null,
  name: preset?.name ?? '',
  baseUrl: preset?.baseUrl ?? '',
  headers: (preset?.headers ?? []).map((header, row) => ({ ...header, row, held: false })),
});

/**
 * The model whose id stands in the field counts as chosen.
 * @param context its window, where that does not follow from the model
 */
export const withTyped = (fields: Fields, context: number | null): Fields => {
  const id = fields.typed.trim();
  const known = id === '' || fields.models.some((model) => model.id === id);
  const models = known ? fields.models : [...fields.models, newModel(id, context)];
  return { ...fields, typed: '', models };
};

const amountOf = (typed: string): number | null => {
  const read = readWhole(typed);
  return read.ok ? read.value : null;
};

const abilitiesOf = ({ claims, before }: ModelFields): Abilities | undefined => {
  const claim = (ability: 'tools' | 'parallelTools' | 'json') =>
    claims[ability] === '' ? null : claims[ability] === 'yes';
  const known = before?.abilities?.vision;
  const seeing = known ? known : { images: null, bytes: null, pixels: null };
  const vision = claims.vision === '' ? null : claims.vision === 'yes' ? seeing : (false as const);
  const abilities = { tools: claim('tools'), parallelTools: claim('parallelTools'), json: claim('json'), vision };
  return Object.values(abilities).every((one) => one === null) ? undefined : abilities;
};

const limitsOf = ({ limits, before }: ModelFields): GivenLimits | undefined => {
  const given: GivenLimits = { ...before?.limits };
  for (const { dimension } of limitFields) {
    const limit = amountOf(limits[dimension]);
    if (limit === null) delete given[dimension];
    else given[dimension] = limit;
  }
  return Object.keys(given).length > 0 ? given : undefined;
};

const modelOf = (fields: ModelFields): EndpointModel => ({
  id: fields.id,
  tasks: [...fields.tasks],
  context: amountOf(fields.context),
  abilities: abilitiesOf(fields),
  limits: limitsOf(fields),
});

/** A row in which nothing stands is none, and one that a preset brought and nobody filled in is not needed. */
const isGiven = ({ name, value, held, what }: HeaderFields): boolean =>
  held || value.trim() !== '' || (name.trim() !== '' && what === '');

/** @param plan of its key */
export const draftOf = (fields: Fields, plan: EndpointDraft['plan']): EndpointDraft => ({
  name: fields.name,
  baseUrl: fields.baseUrl.trim(),
  preset: fields.preset,
  key: fields.key,
  plan,
  headers: fields.headers.filter(isGiven).map(({ name, value }) => ({ name, value })),
  models: fields.models.map(modelOf),
  priority: amountOf(fields.priority),
});

/** A sentence beside each field that needs one. `numbers`: some amount is none; its own field says so. */
export type Errors = {
  name?: string;
  baseUrl?: string;
  models?: string;
  /** By row. */
  headers?: Record<number, string>;
  numbers?: string;
};

const headerError = (header: HeaderFields): string | null => {
  if (!isGiven(header)) return null;
  const { name, value, held } = header;
  const read = readHeaderName(name);
  if (!read.ok) return read.message;
  if (held && value.trim() === '') return null;
  const given = readHeaderValue(read.text, value);
  return given.ok ? null : given.message;
};

const modelsError = (models: readonly ModelFields[]): string | null => {
  if (models.length === 0)
    return 'Which model shall answer? List the server’s models, or write an id as the endpoint names it.';
  const idle = models.find(({ tasks }) => tasks.length === 0);
  return idle ? `Choose what ${idle.id} is for, or take it out.` : null;
};

/** @param fields after `withTyped` */
export const errorsOf = (fields: Fields): Errors => {
  const models = modelsError(fields.models);
  const headers = fields.headers.flatMap((header) => {
    const error = headerError(header);
    return error === null ? [] : [[header.row, error] as const];
  });
  const amounts = [
    fields.priority,
    ...fields.models.flatMap(({ context, limits }) => [context, ...Object.values(limits)]),
  ];
  return {
    ...(fields.name.trim() === '' && { name: 'Give it a name, so that you know it again.' }),
    ...(fields.baseUrl.trim() === '' && { baseUrl: 'Where does it listen? For example http://localhost:11434/v1.' }),
    ...(models !== null && { models }),
    ...(headers.length > 0 && { headers: Object.fromEntries(headers) }),
    ...(amounts.some((amount) => !readWhole(amount).ok) && {
      numbers: 'One of the numbers is none: look into the details of each model.',
    }),
  };
};
