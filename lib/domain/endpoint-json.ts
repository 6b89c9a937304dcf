// An endpoint as JSON, in the shape of the plan of October 2025: how it is written, and which addresses a pasted text
// names. Never holds a secret: keys and the values of headers are left out. Without a schema, so that pages may use it;
// reading is in read-endpoint-json.ts.
import type { Abilities } from './abilities.ts';
import type { Dimension } from './fault.ts';
import { readLooseJson } from './loose-json.ts';
import type { Endpoint, EndpointModel } from './settings.ts';

/** How a given limit is called in JSON. */
export const limitNames = {
  TPM: 'maxTPM',
  RPM: 'maxRPM',
  RPD: 'maxRPD',
  TPD: 'maxTPD',
  RPS: 'maxRPS',
  TPS: 'maxTPS',
  ITPM: 'maxITPM',
  OTPM: 'maxOTPM',
  ASH: 'maxASH',
  ASD: 'maxASD',
  IPM: 'maxIPM',
  bytes: 'maxBytes',
  audio_seconds: 'maxAudioSeconds',
} as const satisfies Partial<Record<Dimension, string>>;
type LimitName = (typeof limitNames)[keyof typeof limitNames];

type ModelJson = {
  modelId: string;
  taskTypes: readonly string[];
  supportsTools: boolean | null;
  parallelTools: boolean | null;
  supportsJson?: boolean;
  supportsVision?: Exclude<Abilities['vision'], null>;
  contextWindow: number | null;
} & { [Name in LimitName]?: number | null };

export type EndpointJson = {
  id: string;
  name: string;
  baseURL: string;
  apiKey: string;
  /** Names with an empty value, to be filled in. */
  headers?: Record<string, ''>;
  priority?: number;
  preset?: string;
  models: ModelJson[];
};

const modelJson = ({ id, tasks, context, abilities, limits = {} }: EndpointModel): ModelJson => {
  const given = Object.entries(limitNames).flatMap(([dimension, name]) => {
    const limit = limits[dimension as keyof typeof limitNames];
    return limit === undefined ? [] : [[name, limit]];
  });
  return {
    modelId: id,
    taskTypes: tasks,
    supportsTools: abilities?.tools ?? null,
    parallelTools: abilities?.parallelTools ?? null,
    ...(abilities?.json == null ? {} : { supportsJson: abilities.json }),
    ...(abilities?.vision == null ? {} : { supportsVision: abilities.vision }),
    maxTPM: null,
    ...Object.fromEntries(given),
    contextWindow: context,
  };
};

/** @param hasKey whether it has one; which one is never said */
export const endpointJson = (endpoint: Endpoint, hasKey: boolean): EndpointJson => {
  const { id, name, baseUrl, headerNames = [], priority, preset, models } = endpoint;
  return {
    id,
    name,
    baseURL: baseUrl,
    apiKey: hasKey ? '' : 'not-needed',
    ...(headerNames.length > 0 ? { headers: Object.fromEntries(headerNames.map((header) => [header, ''])) } : {}),
    ...(priority === undefined ? {} : { priority }),
    ...(preset === undefined ? {} : { preset }),
    models: models.map(modelJson),
  };
};

/** Names of the field that holds the address. */
export const addressFields = ['baseURL', 'baseUrl', 'base_url', 'url'] as const;

/** Every address that a pasted text names, as it stands there: so that they can be asked for at the press. */
export const addressesIn = (text: string): string[] => {
  const read = readLooseJson(text);
  if (!read.ok) return [];
  const addresses = read.values.flat().flatMap((value) => {
    const fields = new Map(Object.entries(value ?? {}));
    const address = addressFields.map((field) => fields.get(field)).find((one) => one !== undefined);
    return typeof address === 'string' ? [address] : [];
  });
  return [...new Set(addresses)];
};
