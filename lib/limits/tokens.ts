// How many tokens a text will count for. An estimate: a real tokenizer costs 1 MB, is right for one provider only
// and throws on page text that holds `<|im_start|>`. Never used for billing.
import { estimateTokenCount } from 'tokenx';
import type { ChatRequest, Content, Message } from '../domain/request.ts';

/** tokenx is within 10 % of o200k_base on article text (p5 to p95); this keeps the error on the safe side. */
const caution = 1.1;
/** What chat formats add around each message. */
const perMessage = 4;

export const estimateTokens = (text: string): number => Math.ceil(estimateTokenCount(text) * caution);

/** What Groq counts for each image, whatever its size (its documentation, 2026-11); OpenAI's figures lie around it. */
const perImage = 2_048;

const estimateContent = (content: Content): number =>
  typeof content === 'string'
    ? estimateTokens(content)
    : content.reduce((sum, part) => sum + (part.type === 'text' ? estimateTokens(part.text) : perImage), 0);

const estimateCalls = (message: Message): number =>
  message.role === 'assistant' && message.toolCalls ? estimateTokens(JSON.stringify(message.toolCalls)) : 0;

export const estimateMessages = (messages: readonly Message[]): number =>
  messages.reduce((sum, message) => sum + estimateContent(message.content) + estimateCalls(message) + perMessage, 0);

/** All that goes in. */
export const estimateInput = ({ messages, tools }: Pick<ChatRequest, 'messages' | 'tools'>): number =>
  estimateMessages(messages) + (tools ? estimateTokens(JSON.stringify(tools)) : 0);
