// What a key's own list of models teaches: state in, state out. Pure.
import { noKey } from '../domain/settings.ts';
import type { EngineState, Lesson, ModelList } from '../domain/state.ts';

/** A model that was refused although the list names it (blocked for an organisation, say) is tried again after this. */
const listedRefusalHolds = 86_400_000;

/** What a list disproves of what was learned, by what it is about. Whoever asks by hand wants all to be tried anew. */
const disproofs: Partial<Record<Lesson['about'], (lesson: Lesson, now: ModelList, before?: ModelList) => boolean>> = {
  invalid_key: () => true,
  // Lists are given out without credit too.
  no_credit: () => false,
  model_gone: ({ of, learnedAt }, { models, readAt }, before) => {
    const id = modelIdOf(of);
    if (!models?.includes(id)) return false;
    const cameBack = before?.models?.includes(id) === false && before.readAt >= learnedAt;
    return cameBack || readAt - learnedAt >= listedRefusalHolds;
  },
};

/** Whether a person wanted it read, or nobody. */
export type Asked = 'by hand' | 'by itself';

/** What is believed after a key's own model list was read: the key works, and models are as the list says. */
export const learnList = (state: EngineState, key: string, list: ModelList, asked: Asked): EngineState => {
  const isDisproved = (lesson: Lesson) => {
    const disproof = isReachedWith(key, lesson.of) ? disproofs[lesson.about] : undefined;
    return disproof !== undefined && (asked === 'by hand' || disproof(lesson, list, state.lists[key]));
  };
  return {
    ...state,
    lists: { ...state.lists, [key]: list },
    lessons: state.lessons.filter((lesson) => !isDisproved(lesson)),
  };
};

/** Of a target's id: what stands behind its key and its owner. */
const modelIdOf = (target: string): string => target.slice(target.indexOf('/', target.indexOf('@')) + 1);

/** The key itself or a target of it; for an endpoint that needs no key, its own id stands for one. */
const isReachedWith = (key: string, of: string): boolean =>
  of === key || of.startsWith(`${key}@`) || of.startsWith(`${noKey}@${key}/`);
