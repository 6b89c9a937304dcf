// One round: a target is asked, and while it is silent another one too, until somebody speaks. The first to speak has
// the word; the others are ended. Ends with a whole answer, or when all who were asked have failed.
// Never lets two models' words into one text.
import type { Fault } from '../domain/fault.ts';
import type { EngineState } from '../domain/state.ts';
import type { TargetName } from '../domain/trace.ts';
import type { Failed } from '../domain/wire.ts';
import { p95 } from '../limits/latency.ts';
import { costOfNeed, isPriced } from '../routing/need.ts';
import type { Target } from '../routing/targets.ts';
import type { Errand, Given, Life, Run } from './errand.ts';
import { failedWith, outpaced, sorted, succeeded, type Taken, take } from './take.ts';

export type Won = { answer: Given; taken: Taken; costUsd: number };

type Entry = {
  taken: Taken;
  abort: AbortController;
  /** When it first spoke, in ms after sending. */
  firstSign: number | null;
  done: Promise<Ended>;
};
type Ended = { entry: Entry; answer: Given | Failed };

/** Nobody waits longer than this for a first sign while another could be asked. */
const mostSilence = 1_500;
/** A pause that nobody notices: of twenty samples one in twenty lies beyond the slowest, by chance alone. */
const leastSilence = 400;
const mostAtOnce = 3;

/** How long a target may be silent before the next is asked too: its own slow end, but no longer than a person waits,
 * unless it is known to think for longer. */
export const silenceOf = (target: Target, state: EngineState): number => {
  const own = p95(state.latency[target.id]);
  if (target.place.local && target.provider.keyPage === null) return own ?? target.provider.patienceMs;
  const usual = target.model.firstTokenMs ?? 0;
  return Math.max(usual, Math.min(Math.max(own ?? mostSilence, leastSilence), mostSilence));
};

/** From when silence is held against it: slower than usual is no fault. */
const isFault = (target: Target, state: EngineState, ms: number): boolean =>
  ms >= Math.max(silenceOf(target, state), mostSilence);

/** Tells the caller whose turn it is, and takes back what was shown of an answer that failed. */
export const createStage = (run: Run) => {
  let announced: TargetName | null = null;
  let shown = false;
  return {
    announce(target: TargetName) {
      if (announced?.id === target.id) return;
      const fault = run.attempts.at(-1)?.fault;
      if (announced && fault) run.emit({ type: 'target-switched', from: announced, to: target, fault });
      else run.emit({ type: 'target-chosen', target });
      announced = target;
    },
    show(delta: string) {
      shown = true;
      run.emit({ type: 'text-delta', delta });
    },
    takeBack() {
      if (shown) run.emit({ type: 'restart' });
      shown = false;
    },
  };
};
export type Stage = ReturnType<typeof createStage>;

/**
 * A second target that may be asked at once: free, or within what the user allows for this. Another service before
 * another key of one that is silent already.
 */
const takeSecond = (life: Life, errand: Errand, run: Run, asked: readonly Entry[]): Taken | null => {
  const { hedge, need } = errand;
  if (!hedge?.on || asked.length >= mostAtOnce || run.limit.signal.aborted) return null;
  const silent = new Set(asked.map(({ taken }) => taken.target.name.owner));
  const { ready, leftOut } = sorted(life, errand, run);
  const affordable = ready.filter((target) => isPriced(target, need) && costOfNeed(target, need) <= hedge.maxUsd);
  const target = affordable.find(({ name }) => !silent.has(name.owner)) ?? affordable[0];
  return target ? take(life, errand, run, target, leftOut) : null;
};

/**
 * @param hasTheWord whether this entry is the one that is heard; asked at each sign, and the first to ask has it
 * @param isAlone whether nobody else is or could be asked just now
 */
const begin = (
  life: Life,
  errand: Errand,
  run: Run,
  taken: Taken,
  hasTheWord: (entry: Entry) => boolean,
  isAlone: () => boolean,
  onText: (text: string) => void,
): Entry => {
  const abort = new AbortController();
  // Whoever joins later than the end is ended from the start.
  if (run.limit.signal.aborted) abort.abort();
  const entry: Entry = { taken, abort, firstSign: null, done: Promise.resolve() as never };
  const onSign = (text: string) => {
    entry.firstSign ??= life.ports.now() - taken.sentAt;
    if (hasTheWord(entry) && text) onText(text);
  };
  entry.done = errand.attempt(taken.target, abort.signal, onSign, isAlone).then((answer) => ({ entry, answer }));
  return entry;
};

const sendingMs = (errand: Errand, target: Target): number => errand.sendingMs?.(target) ?? 0;

const wasSilent = (life: Life, errand: Errand, { taken, firstSign }: Entry): number | null => {
  const ms = life.ports.now() - taken.sentAt;
  const waited = ms - sendingMs(errand, taken.target);
  return firstSign === null && isFault(taken.target, life.memory.state(), waited) ? ms : null;
};

const never = new Promise<never>(() => {});

export const contest = async (
  life: Life,
  errand: Errand,
  run: Run,
  stage: Stage,
  first: Taken,
): Promise<Won | Fault | null> => {
  const entries: Entry[] = [];
  let leader: Entry | null = null;
  let timer = null as AbortController | null;
  let silence: Promise<'silence'> = never;
  let last: Fault | null = null;

  const leave = (entry: Entry) => void entries.splice(entries.indexOf(entry), 1);
  const sendAway = (others: readonly Entry[]) => {
    for (const entry of others) {
      leave(entry);
      outpaced(life, errand, run, entry.taken, wasSilent(life, errand, entry));
      entry.abort.abort();
    }
  };
  const hasTheWord = (entry: Entry): boolean => {
    if (leader === null && entries.includes(entry)) {
      leader = entry;
      timer?.abort(null);
      sendAway(entries.filter((other) => other !== entry));
      stage.announce(entry.taken.target.name);
    }
    return leader === entry;
  };
  const isAlone = () => entries.length === 1 && sorted(life, errand, run).ready.length === 0;
  const join = (taken: Taken) => {
    timer?.abort(null);
    timer = null;
    silence = never;
    if (errand.hedge?.on) {
      timer = new AbortController();
      const ms = silenceOf(taken.target, life.memory.state()) + sendingMs(errand, taken.target);
      silence = life.ports.sleep(ms, timer.signal).then(
        () => 'silence' as const,
        () => never,
      );
    }
    entries.push(begin(life, errand, run, taken, hasTheWord, isAlone, stage.show));
  };

  const hold = async (): Promise<Won | Fault | null> => {
    stage.announce(first.target.name);
    join(first);
    while (entries.length > 0) {
      const event = await Promise.race([silence, ...entries.map(({ done }) => done)]);
      if (event === 'silence') {
        silence = never;
        const second = leader === null ? takeSecond(life, errand, run, entries) : null;
        if (second) join(second);
        continue;
      }
      const { entry, answer } = event;
      // Sent away in the same moment in which it ended: its end is on record already.
      if (!entries.includes(entry)) continue;
      if (answer.ok) {
        sendAway(entries.filter((other) => other !== entry));
        stage.announce(entry.taken.target.name);
        const costUsd = succeeded(life, errand, run, entry.taken, answer, entry.firstSign);
        leave(entry);
        return { answer, taken: entry.taken, costUsd };
      }
      if (leader === entry) {
        leader = null;
        stage.takeBack();
      }
      last = failedWith(life, errand, run, entry.taken, answer);
      leave(entry);
      const second = entries.length > 0 ? takeSecond(life, errand, run, entries) : null;
      if (second) join(second);
    }
    return last;
  };
  // One listener for all: combined signals are dear where every call makes some.
  const endAll = () => {
    for (const { abort } of entries) abort.abort();
  };
  run.limit.signal.addEventListener('abort', endAll);
  try {
    return await hold();
  } finally {
    timer?.abort(null);
    run.limit.signal.removeEventListener('abort', endAll);
    // Only a bug leaves anybody here; what was set aside is given back, or its target would count as busy for good.
    sendAway([...entries]);
  }
};
