// Takes a message in: checks who sent it and what it holds, and only then calls its handler.
import type { Browser } from 'wxt/browser';
import { z } from '../../lib/domain/zod.ts';
import { type MessageName, protocol } from '../../lib/messaging/protocol.ts';
import type { Handlers } from './handlers.ts';
import { refuse } from './replies.ts';

const envelope = z.object({ name: z.string(), payload: z.unknown() });

type Sender = Pick<Browser.runtime.MessageSender, 'id' | 'url'>;

/**
 * Only our own pages ask. A script in a web page has our id too, but the page's address.
 * @param own `url` is that of the extension's root, with the slash at its end
 */
export const isOwnPage = (sender: Sender | undefined, own: { id: string; url: string }): boolean =>
  sender?.id === own.id && (sender.url ?? '').startsWith(own.url);

const isName = (name: string): name is MessageName => Object.hasOwn(protocol, name);

export const receive = async (message: unknown, handlers: Handlers): Promise<unknown> => {
  const { data } = envelope.safeParse(message);
  if (!data || !isName(data.name)) return refuse('Rondo does not know this message.');
  const ask = protocol[data.name].ask.safeParse(data.payload);
  if (!ask.success) return refuse('Rondo did not understand this message.');
  try {
    return await handlers[data.name](ask.data as never);
  } catch {
    // Only bugs throw. Their texts may quote what they were handed, so none of it goes out.
    return refuse('Something went wrong inside Rondo. Please try again.');
  }
};
