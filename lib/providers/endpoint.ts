// Any OpenAI-compatible service that the user added, made into the same kind of value as a provider.
// Nothing is assumed of it but what is known of the service that it was said to be; answers teach.
import { isLocal } from '../domain/address.ts';
import type { Provider } from '../domain/provider.ts';
import type { Endpoint } from '../domain/settings.ts';
import { presetOf } from './presets.ts';

export const providerOfEndpoint = (endpoint: Endpoint): Provider => {
  const preset = presetOf(endpoint.preset);
  return {
    id: endpoint.id,
    name: endpoint.name,
    baseUrl: endpoint.baseUrl,
    keyPage: null,
    keyShape: null,
    firstPlan: 'paid',
    headers: preset?.rateHeaders ?? [],
    // Nothing is known of its windows, so that each is taken to begin with the first call and to end as a whole.
    refill: 'fixed',
    limits: {},
    leastAudioSeconds: 0,
    uploads: { maxBytes: null, maxSeconds: null },
    transcription: {
      turn: 2,
      models: endpoint.models.filter((model) => model.tasks.includes('transcription')).map((model) => model.id),
      detectLanguage: null,
      // Most of them run Whisper, which reads no more than 224 tokens.
      mostPrompt: 896,
    },
    // A server of one's own may have to load the model first.
    patienceMs: isLocal(endpoint.baseUrl) ? 120_000 : 20_000,
    modelListQuery: preset?.modelListQuery ?? '',
    outputField: preset?.outputField,
    models: [],
    modelsDev: null,
  };
};
