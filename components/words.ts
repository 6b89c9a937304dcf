// How values are said to a person: times, sizes, health, faults. Words only; decides nothing.

import type { FaultKind } from '../lib/domain/fault.ts';
import type { Card, Health } from '../lib/domain/status.ts';
import type { TargetName } from '../lib/domain/trace.ts';

/** Time left, in words that do not change more often than once a second: `42 s`, `3 min`, `1 h 5 min`. */
export const timeLeft = (milliseconds: number): string => {
  const seconds = Math.max(0, Math.ceil(milliseconds / 1000));
  if (seconds < 90) return `${seconds} s`;
  const minutes = Math.ceil(seconds / 60);
  if (minutes < 60) return `${minutes} min`;
  const hours = Math.floor(minutes / 60);
  if (hours >= 48) return `${Math.round(hours / 24)} days`;
  return minutes % 60 === 0 ? `${hours} h` : `${hours} h ${minutes % 60} min`;
};

/** Whole seconds since something began. */
export const elapsed = (milliseconds: number): string => timeLeft(Math.floor(milliseconds / 1000) * 1000);

/** How long something took: `240 ms`, `1.2 s`, `2 min 5 s`. */
export const duration = (milliseconds: number): string => {
  if (milliseconds < 1000) return `${Math.round(milliseconds)} ms`;
  if (milliseconds < 60_000) return `${(milliseconds / 1000).toFixed(1)} s`;
  const seconds = Math.round(milliseconds / 1000);
  return `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
};

/** How long a recording is: `48 s`, `62 min`, `3 h 5 min`. Minutes up to two hours, since such are counted in them. */
export const soundLength = (seconds: number): string => {
  // No longer than the player's clock goes.
  if (seconds < 90) return `${Math.floor(seconds)} s`;
  const minutes = Math.round(seconds / 60);
  if (minutes < 120) return `${minutes} min`;
  return minutes % 60 === 0 ? `${minutes / 60} h` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
};

/** `12 of 61 min`; whatever the whole is counted in, the part is too. */
export const partOf = (part: number, whole: number): string => {
  if (whole < 90) return `${Math.floor(part)} of ${Math.floor(whole)} s`;
  if (whole < 7200) return `${Math.floor(part / 60)} of ${Math.round(whole / 60)} min`;
  return `${soundLength(part)} of ${soundLength(whole)}`;
};

/** A place in a recording: `4:07`, `1:02:33`. */
export const placeIn = (seconds: number): string => {
  const two = (number: number) => String(number).padStart(2, '0');
  const whole = Math.max(0, Math.floor(seconds));
  const [hours, minutes] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60];
  return hours > 0 ? `${hours}:${two(minutes)}:${two(whole % 60)}` : `${minutes}:${two(whole % 60)}`;
};

/** Empty where it is no address. */
export const hostOf = (address: string): string => (URL.canParse(address) ? new URL(address).host : '');

export const ago = (milliseconds: number): string => {
  const minutes = Math.floor(milliseconds / 60_000);
  if (minutes < 1) return 'now';
  if (minutes < 60) return `${minutes} min`;
  const hours = Math.floor(minutes / 60);
  return hours < 24 ? `${hours} h` : `${Math.floor(hours / 24)} d`;
};

export const size = (bytes: number): string => {
  if (bytes < 1000) return `${bytes} bytes`;
  if (bytes < 1_000_000) return `${Math.round(bytes / 1000)} kB`;
  return `${(bytes / 1_000_000).toFixed(1).replace('.0', '')} MB`;
};

/** A limit in whole megabytes, never more than it is. */
export const limitSize = (bytes: number): string => `${Math.floor(bytes / 1_000_000)} MB`;

export const wordCount = (text: string): number => text.match(/\S+/g)?.length ?? 0;

/** `1 word`, `2,464 words`. */
export const wordsWords = (count: number): string => `${count.toLocaleString('en')} ${count === 1 ? 'word' : 'words'}`;

const stateWords: Record<Health['state'], string> = {
  ready: 'Ready',
  unchecked: 'Not checked yet',
  resting: 'Resting',
  invalid: 'Key refused',
  out_of_credit: 'Out of credit',
  unreachable: 'Not reachable',
  off: 'Off',
  no_key: 'No key',
};

/** The state alone, with the time left where it has an end. */
export const healthWords = (health: Health, now: number): string => {
  const state = stateWords[health.state];
  if (health.until === null || health.until <= now) return state;
  return `${state}, ${timeLeft(health.until - now)} left`;
};

export const faultWords: Record<FaultKind, string> = {
  invalid_key: 'refused the key',
  quota_exhausted: 'is out of credit',
  rate_limited: 'had reached its limit',
  request_too_large: 'takes no request of this size',
  context_too_long: 'has too small a window for this text',
  file_too_large: 'takes no file of this size',
  model_unavailable: 'does not serve this model to this key',
  unsupported_capability: 'cannot do what was asked',
  overloaded: 'was overloaded',
  server_error: 'had an error of its own',
  timeout: 'did not answer in time',
  endpoint_unreachable: 'could not be reached',
  content_blocked: 'declined this content',
  bad_request: 'did not understand the request',
  no_target: 'had nobody to ask',
  cancelled: 'was cancelled',
};

export const targetWords = (target: TargetName): string => `${target.ownerName} · ${target.model}`;

export const keyWords = (card: Pick<Card, 'label' | 'last4'>): string => card.label || `key ending in ${card.last4}`;
