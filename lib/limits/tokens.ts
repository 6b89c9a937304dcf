// How many tokens a text will count for. An estimate: a real tokenizer costs 1 MB, is right for one provider only
// and throws on page text that holds `<|im_start|>`. Never used for billing.
import { estimateTokenCount } from 'tokenx';
import type { Message } from '../domain/request.ts';

/** tokenx is within 10 % of o200k_base on article text (p5 to p95); this keeps the error on the safe side. */
const caution = 1.1;
/** What chat formats add around each message. */
const perMessage = 4;

export const estimateTokens = (text: string): number => Math.ceil(estimateTokenCount(text) * caution);

export const estimateMessages = (messages: readonly Message[]): number =>
  messages.reduce((sum, message) => sum + estimateTokens(message.content) + perMessage, 0);
