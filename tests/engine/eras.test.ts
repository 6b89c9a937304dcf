// Which models are asked by the lists of today and by those of October 2025: pools mend themselves where models are
// gone, and are the plan's own, row by row, wherever a key can still call its models.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { catalog } from '../../lib/catalog/index.ts';
import type { Answer, ChatRequest } from '../../lib/domain/request.ts';
import { type Farm, type PracticeProvider, startFarm } from '../farm/index.ts';
import { openWorld, owners, practiceProviders, question, type World } from './world.ts';

type Task = ChatRequest['task'];
const textTasks = ['fast', 'research', 'code', 'vision'] as const satisfies readonly Task[];
const keys = ['groq1', 'openai1', 'together1'] as const;
const short = { messages: [{ role: 'user' as const, content: 'Say hello.' }], maxOutput: 50 };
const modelNamed = (ref: string) => catalog.models.find((model) => model.ref === ref);

const answered = async (work: ReturnType<World['ask']>): Promise<Answer> => {
  const result = await work;
  if (!result.ok) throw new Error(`nobody answered: ${result.fault.message}`);
  return result;
};
const refOf = ({ target }: Answer) => `${target.owner}/${target.model}`;
const planned = ({ engine }: World, task: Task) =>
  engine.plan({ ...question, ...short, task }).targets.map(({ target }) => `${target.owner}/${target.model}`);
/** The rows of the plan; after them come the models that are alive in November 2026. */
const rowsOfPlan = (task: Task) => catalog.pools[task].filter(({ priority }) => priority < 20).map(({ ref }) => ref);

describe('by the lists of today', () => {
  let farm: Farm;
  beforeAll(async () => {
    farm = await startFarm({ deltaMs: 0 });
  });
  afterAll(() => farm.close());

  /** What the plan names and today's lists do not. */
  const goneRows = () => {
    const listed = new Set(
      practiceProviders(farm).flatMap((provider) => provider.models().map((id) => `${provider.id}/${id}`)),
    );
    return textTasks.flatMap(rowsOfPlan).filter((ref) => !listed.has(ref));
  };

  it.each(textTasks)('%s answers at the first try, with any of the keys and with each alone', async (task) => {
    for (const some of [keys, ...keys.map((one) => [one] as const)]) {
      const { ask } = await openWorld(farm, { keys: some });
      const result = await answered(ask({ ...short, task }));
      expect(result.trace.attempts.map(({ fault }) => fault)).toEqual([null]);
      expect(goneRows()).not.toContain(refOf(result));
      expect(modelNamed(refOf(result))?.retiresOn ?? null).toBeNull();
    }
  });

  it('every model of the plan is gone but those of gpt-oss, and is shown as what it is', async () => {
    const { engine } = await openWorld(farm, { keys });
    expect(new Set(textTasks.flatMap(rowsOfPlan)).size - new Set(goneRows()).size).toBe(2);
    const pools = engine.pools();
    for (const task of textTasks)
      for (const row of pools[task].filter(({ ref }) => goneRows().includes(ref)))
        expect(['model_retired', 'model_missing'], row.ref).toContain(row.state);
  });

  it.each(textTasks)('%s is asked of the successors, in the rows of those whom they replace', async (task) => {
    const world = await openWorld(farm, { keys });
    const gone = new Set(goneRows());
    const heirs = rowsOfPlan(task).map((ref) => (gone.has(ref) ? (modelNamed(ref)?.successor ?? ref) : ref));
    const inOrder = [...new Set(heirs)];
    expect(planned(world, task).slice(0, inOrder.length)).toEqual(inOrder);
  });
});

describe('by the lists of October 2025', () => {
  let farm: Farm;
  beforeAll(async () => {
    farm = await startFarm({ deltaMs: 0, era: '2025-10' });
  });
  afterAll(() => farm.close());

  const days = [
    ['then', Date.UTC(2025, 9, 20)],
    ['today, with a key that can still call them', Date.UTC(2026, 10, 23)],
  ] as const;
  const cases = days.flatMap(([when, start]) => textTasks.map((task) => ({ task, when, start })));

  const providerOf = (ref: string): PracticeProvider => {
    const owner = owners.find((id) => ref.startsWith(`${id}/`));
    if (!owner) throw new Error(`no practice provider for ${ref}`);
    return farm[owner];
  };

  it.each(cases)('$task is asked of the plan’s own models, row by row ($when)', async ({ task, start }) => {
    const world = await openWorld(farm, { keys, start });
    const rows = rowsOfPlan(task);
    expect(rows.length).toBeGreaterThanOrEqual(4);
    expect(planned(world, task).slice(0, rows.length)).toEqual(rows);
    for (const [index, ref] of rows.entries()) {
      const result = await answered(world.ask({ ...short, task }));
      expect(refOf(result)).toBe(ref);
      // The row before has just failed; those before that rest and are not asked.
      const before = rows.slice(Math.max(0, index - 1), index);
      expect(result.trace.attempts.map(({ target }) => `${target.owner}/${target.model}`)).toEqual([...before, ref]);
      providerOf(ref).fault({ kind: '429', model: ref.slice(ref.indexOf('/') + 1), retryAfterSeconds: 3_600 });
    }
  });
});
