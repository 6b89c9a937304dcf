// Which lesson each fault teaches: about what, for how long, of a key or of a target alone. A table; learn.ts applies it.
import type { AbilityName } from '../domain/abilities.ts';
import type { Dimension, Fault, FaultKind } from '../domain/fault.ts';
import type { Lesson } from '../domain/state.ts';

/** Credit may have been bought in the meantime: looked at again after an hour. */
const creditLooksAgainAfter = 3_600_000;
/** Sizes and abilities change with plans and server versions. */
const sizesHoldFor = 7 * 86_400_000;

export type Teaching = {
  about: Lesson['about'];
  holdsFor: number | null;
  value: (fault: Fault) => number | null;
  of?: 'key' | 'target';
};

const theLimit = (fault: Fault) => fault.limit.limit;
const nothing = () => null;
/** Audio is counted in seconds, whether as the length of one file or as what an hour or a day holds. */
export const isInSeconds = ({ limit }: Fault): boolean =>
  limit.dimension === 'audio_seconds' || limit.dimension === 'ASH' || limit.dimension === 'ASD';

/** What is learned of an ability that is missing. */
export const abilityLessons: Record<AbilityName, Lesson['about']> = {
  tools: 'no_tools',
  parallelTools: 'no_parallel_tools',
  json: 'no_json',
  vision: 'no_vision',
};

/** One ability that is named is what is missing; else the target as a whole could not do it. */
const whatIsMissing = ({ abilities = [] }: Fault): Lesson['about'] => {
  const [one, ...others] = abilities;
  return one && others.length === 0 ? abilityLessons[one] : 'unsupported';
};

/** Sizes of images, by the dimension in which a text speaks of them. */
const imageSizes: Partial<Record<Dimension, Lesson['about']>> = {
  images_per_request: 'images',
  image_bytes: 'image_bytes',
  image_pixels: 'image_pixels',
};
const imageSize = ({ limit }: Fault): Teaching | null => {
  const about = limit.dimension === null ? undefined : imageSizes[limit.dimension];
  return about ? { about, holdsFor: sizesHoldFor, value: theLimit } : null;
};

export const teachings: Partial<Record<FaultKind, (fault: Fault) => Teaching | null>> = {
  invalid_key: () => ({ about: 'invalid_key', holdsFor: null, value: nothing, of: 'key' }),
  quota_exhausted: (fault) => ({
    about: 'no_credit',
    holdsFor: creditLooksAgainAfter,
    value: nothing,
    of: fault.scope === 'key' ? 'key' : 'target',
  }),
  model_unavailable: () => ({ about: 'model_gone', holdsFor: null, value: nothing }),
  request_too_large: (fault) => ({
    about: isInSeconds(fault) ? 'audio_seconds' : 'request_tokens',
    holdsFor: sizesHoldFor,
    value: theLimit,
  }),
  context_too_long: () => ({ about: 'context', holdsFor: sizesHoldFor, value: theLimit }),
  file_too_large: (fault) =>
    imageSize(fault) ?? {
      about: isInSeconds(fault) ? 'audio_seconds' : 'bytes',
      holdsFor: sizesHoldFor,
      value: theLimit,
      // Bytes are refused at the door, whatever the model; seconds are a model's own.
      of: isInSeconds(fault) ? 'target' : 'key',
    },
  unsupported_capability: (fault) =>
    imageSize(fault) ??
    (fault.scope === 'model' ? { about: whatIsMissing(fault), holdsFor: sizesHoldFor, value: nothing } : null),
};
