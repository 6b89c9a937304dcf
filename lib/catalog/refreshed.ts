// Puts refreshed facts under the bundled ones: where Rondo's own files say something, that stands; what they leave open is
// filled in, and models that they do not have are added, in no pool. Pure.
import { someVision } from '../domain/abilities.ts';
import type { Catalog, Model } from '../domain/catalog.ts';
import type { Provider } from '../domain/provider.ts';
import type { Refreshed, RefreshedModel } from '../domain/refreshed.ts';
import { modelOf, type Says, source, type Values } from './source.ts';

const isoDay = (time: number): string => new Date(time).toISOString().slice(0, 10);

const vision = { true: someVision, false: false } as const;

/** What the refreshed facts say where `model` says nothing. */
const filling = (model: Model, { context, maxOutput, price, tools, json, vision: sees }: RefreshedModel): Values => {
  const said = { context, maxOutput, price };
  const able = { tools, json, vision: sees === null ? null : vision[`${sees}`] };
  const open = <Part extends object>(known: Part, news: Partial<Part>): Partial<Part> =>
    Object.fromEntries(
      Object.entries(news).filter(([field, value]) => value !== null && known[field as keyof Part] === null),
    ) as Partial<Part>;
  const abilities = open(model.abilities, able);
  return { ...open(model, said), ...(Object.keys(abilities).length > 0 ? { abilities } : {}) };
};

const filled = (model: Model, facts: RefreshedModel, says: Says): Model => {
  const { values, facts: told } = says(filling(model, facts));
  if (told.length === 0) return model;
  const { abilities, ...rest } = values;
  return { ...model, ...rest, abilities: { ...model.abilities, ...abilities }, facts: [...model.facts, ...told] };
};

export const withRefreshed = (
  catalog: Catalog,
  { on, readAt, models }: Refreshed,
  providers: readonly Pick<Provider, 'id' | 'outputField'>[],
): Catalog => {
  if (!on || readAt === null) return catalog;
  const says = source('models.dev', isoDay(readAt));
  const news = new Map(models.map((model) => [`${model.owner}/${model.id}`, model]));
  const known = new Set(catalog.models.map(({ ref }) => ref));
  const owners = new Map(providers.map((provider) => [provider.id, provider]));
  const added = [...news].flatMap(([ref, facts]) => {
    const owner = owners.get(facts.owner);
    if (!owner || known.has(ref)) return [];
    const { outputField } = owner;
    return [
      filled(modelOf(facts.owner, facts.id, outputField ? [{ values: { outputField }, facts: [] }] : []), facts, says),
    ];
  });
  const own = catalog.models.map((model) => {
    const facts = news.get(model.ref);
    return facts ? filled(model, facts, says) : model;
  });
  return { ...catalog, models: [...own, ...added], refreshedAt: readAt };
};
