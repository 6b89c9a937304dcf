// The list of providers. Adding one is its file, its line here and its fixtures.
import type { Provider } from '../domain/provider.ts';
import { groq } from './groq.ts';
import { openai } from './openai.ts';
import { together } from './together.ts';

export { providerOfEndpoint } from './endpoint.ts';
export { presetOf, presets } from './presets.ts';

export const providers: readonly Provider[] = [groq, openai, together];
