// Measure 6: a day's mixed work through the engine with a free Groq key and paid keys at OpenAI and TogetherAI, against
// “always the first OpenAI model”. The clock leaps over the pauses between requests; limits count as in a real day.
import { catalog } from '../../../lib/catalog/index.ts';
import type { ChatRequest } from '../../../lib/domain/request.ts';
import { emptySettings, type Key } from '../../../lib/domain/settings.ts';
import { createEngine } from '../../../lib/engine/index.ts';
import { startFarm } from '../../farm/index.ts';
import { makeLeapable } from '../clock.ts';
import { chanceFrom, sum } from '../numbers.ts';

export type CostRow = {
  work: string;
  requests: number;
  answered: number;
  paidUsd: number;
  baselineUsd: number;
  /** Share of the baseline that was not paid. */
  saved: number;
  /** How many requests each model answered. */
  models: Record<string, number>;
};

export type CostReport = { rows: CostRow[]; engineSavedUsd: number; engineSaved: number };

type Work = {
  work: string;
  task: ChatRequest['task'];
  share: number;
  words: [least: number, most: number];
  ask: string;
};

const kinds: readonly Work[] = [
  { work: 'short questions', task: 'fast', share: 0.5, words: [20, 120], ask: 'Answer in a few sentences:' },
  { work: 'long pages', task: 'research', share: 0.3, words: [1_500, 7_000], ask: 'Summarize this page.' },
  { work: 'code', task: 'code', share: 0.2, words: [300, 2_500], ask: 'Find the mistake in this code and explain it.' },
];

const vocabulary =
  'the river valley water mill town bridge summer people market hall council meadow stone paper engine order theme returns melody limits answer model window price value array index loop string number function returns when while until after before under over between'.split(
    ' ',
  );

const textOf = (words: number, chance: () => number): string => {
  const sentence = (length: number) =>
    Array.from({ length }, () => vocabulary[Math.floor(chance() * vocabulary.length)]).join(' ');
  let [text, left] = ['', words];
  while (left > 0) {
    const length = Math.min(left, 8 + Math.floor(chance() * 14));
    text += `${sentence(length)}. `;
    left -= length;
  }
  return text;
};

type Task = { kind: Work; request: ChatRequest; pauseMs: number };

/** Eight hours of work: a question every minute or two, in no order. */
const dayOfWork = (requests: number): Task[] => {
  const chance = chanceFrom(11);
  return Array.from({ length: requests }, () => {
    const draw = chance();
    const kind = kinds.find((_, index) => draw < sum(kinds.slice(0, index + 1).map(({ share }) => share))) ?? kinds[0];
    if (!kind) throw new Error('no work');
    const [least, most] = kind.words;
    const content = `${kind.ask}\n\n-----\n${textOf(least + Math.floor(chance() * (most - least)), chance)}\n-----`;
    const request: ChatRequest = {
      kind: 'chat',
      task: kind.task,
      messages: [{ role: 'user', content }],
      maxOutput: 1_024,
    };
    return { kind, request, pauseMs: -Math.log(1 - chance()) * 80_000 };
  });
};

const priceOf = new Map(catalog.models.map((model) => [model.ref, model.price]));

export const run = async (given: unknown): Promise<CostReport> => {
  const { requests } = given as { requests: number };
  const leap = makeLeapable();
  const farm = await startFarm({ deltaMs: 0 });
  const secrets = { g: 'gsk_practice00000000001', o: 'sk-proj-practice00000000001', t: 'tgp_v1_practice00000000001' };
  farm.groq.addKey(secrets.g, { plan: 'free' });
  farm.openai.addKey(secrets.o);
  farm.together.addKey(secrets.t);
  const key = (id: string, owner: string, plan: Key['plan']): Key => ({
    id,
    owner,
    label: id,
    last4: '',
    plan,
    on: true,
  });
  const at = ({ baseUrl }: { baseUrl: string }) => ({ on: true, transcribe: true, baseUrl });
  const engine = createEngine({
    settings: {
      ...emptySettings,
      providers: { groq: at(farm.groq), openai: at(farm.openai), together: at(farm.together) },
      keys: [key('g', 'groq', 'free'), key('o', 'openai', 'paid'), key('t', 'together', 'paid')],
    },
    secrets,
  });
  for (const id of Object.keys(secrets)) await engine.check({ key: id });
  const done: { kind: Work; paid: number; baseline: number; model: string | null }[] = [];
  for (const { kind, request, pauseMs } of dayOfWork(requests)) {
    leap(pauseMs);
    const result = await engine.chat(request);
    if (!result.ok) {
      done.push({ kind, paid: 0, baseline: 0, model: null });
      continue;
    }
    const price = priceOf.get(catalog.baseline[kind.task] ?? '');
    const { inputTokens, outputTokens } = result.usage;
    const baseline = price ? ((inputTokens ?? 0) * price.input + (outputTokens ?? 0) * price.output) / 1e6 : 0;
    done.push({ kind, paid: result.costUsd, baseline, model: `${result.target.owner}/${result.target.model}` });
  }
  const rowOf = (work: string, own: typeof done): CostRow => {
    const [paidUsd, baselineUsd] = [sum(own.map(({ paid }) => paid)), sum(own.map(({ baseline }) => baseline))];
    const models: Record<string, number> = {};
    for (const { model } of own) if (model) models[model] = (models[model] ?? 0) + 1;
    const answered = own.filter(({ model }) => model !== null).length;
    return { work, requests: own.length, answered, paidUsd, baselineUsd, saved: 1 - paidUsd / baselineUsd, models };
  };
  const rows = [
    ...kinds.map(({ work }) =>
      rowOf(
        work,
        done.filter(({ kind }) => kind.work === work),
      ),
    ),
    rowOf('all', done),
  ];
  const { savedUsd, byOwner } = engine.status().spend;
  await farm.close();
  return { rows, engineSavedUsd: savedUsd, engineSaved: savedUsd / (savedUsd + sum(Object.values(byOwner))) };
};
