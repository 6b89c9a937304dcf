// The plan's own example of an endpoint.

/** Word for word as the plan of October 2025 shows it. */
export const planExample = `{
  id: 'custom-uuid',
  name: 'My Local Ollama',
  baseURL: 'http://localhost:11434/v1',
  apiKey: 'not-needed',
  models: [{
    modelId: 'llama3.2:latest',
    taskTypes: ['fast', 'code'],
    supportsTools: true,
    parallelTools: true,
    maxTPM: null, // Will learn from usage
    contextWindow: 8192
  }]
}`;
