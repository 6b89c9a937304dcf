// Rondo's engine in plain Node, with no browser: `node docs/examples/engine.ts` (Node 24).
// Practice providers on this computer answer, so that no key is needed; with real ones, leave the base URLs out.
import { emptySettings, type Key, type Settings } from '../../lib/domain/settings.ts';
import { createEngine } from '../../lib/engine/index.ts';
import { startFarm } from '../../tests/farm/index.ts';

const farm = await startFarm();
farm.groq.addKey('groq-secret-one', { plan: 'free' });
farm.openai.addKey('openai-secret-one');

const key = (id: string, owner: string, plan: Key['plan']): Key => ({
  id,
  owner,
  label: id,
  last4: '',
  plan,
  on: true,
});
const at = (baseUrl: string) => ({ on: true, transcribe: true, baseUrl });

const settings: Settings = {
  ...emptySettings,
  providers: { groq: at(farm.groq.baseUrl), openai: at(farm.openai.baseUrl) },
  keys: [key('my-groq', 'groq', 'free'), key('my-openai', 'openai', 'paid')],
};

const engine = createEngine({
  settings,
  secrets: { 'my-groq': 'groq-secret-one', 'my-openai': 'openai-secret-one' },
  // state: JSON from an earlier life; onState: write it down
});

const request = {
  kind: 'chat' as const,
  task: 'fast' as const,
  maxOutput: 200,
  messages: [
    {
      role: 'user' as const,
      content:
        'Summarize: A rondo always comes back to its theme. Between the returns other melodies have their turn. Listeners know where they are because the theme is the same each time.',
    },
  ],
};

for (const { target, costUsd } of engine.plan(request).targets.slice(0, 3))
  console.log(`would ask ${target.ownerName} ${target.model}, at most $${costUsd.toFixed(5)}`);

// The first target is at its limit; the second answers, and the trace says why.
farm.groq.fault({ kind: '429', path: 'chat', retryAfterSeconds: 20 });
const result = await engine.chat(request, {
  onEvent: (event) => {
    if (event.type === 'target-switched') console.log(`switched to ${event.to.ownerName}: ${event.fault.kind}`);
  },
});

if (result.ok)
  console.log(`\n${result.target.ownerName} ${result.target.model}, $${result.costUsd.toFixed(5)}:\n${result.text}`);
else console.log(result.fault.message, result.retryAt);
for (const { target, fault, ms } of result.trace.attempts)
  console.log(`- ${target.ownerName} ${target.model}: ${fault ? fault.kind : 'answered'}, ${ms} ms`);

await farm.close();
