// The two forms of every answer to a page: what it asked for, or why not, in a sentence.
import type { RefusalReply } from '../../lib/messaging/protocol.ts';

export const ok = <Value>(value: Value) => ({ ok: true as const, value });

/** @param fix the place in the settings that mends it */
export const refuse = (message: string, fix: RefusalReply['fix'] = 'none'): RefusalReply => ({
  ok: false,
  message,
  fix,
});
