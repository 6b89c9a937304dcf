// A check with what only the browser knows: what it calls a connection that failed, whether the user lets this
// extension go there at all, and which command lets it in on this computer. Never handles a secret.
import type { OriginCommands } from '../../lib/domain/preset.ts';
import type { Settings } from '../../lib/domain/settings.ts';
import type { Check } from '../../lib/domain/status.ts';
import type { Engine } from '../../lib/engine/index.ts';
import { presetOf, presets, providers } from '../../lib/providers/index.ts';
import type { CallErrors } from './call-errors.ts';

export type CheckPorts = {
  check: Engine['check'];
  settings(): Settings;
  errors: Pick<CallErrors, 'during'>;
  isAllowed(baseUrl: string): Promise<boolean>;
  /** The system that the browser runs on, as the browser names it: `mac`, `win`, `linux`... */
  system(): Promise<string>;
  /** This extension's own origin, without a slash at its end. */
  origin: string;
};

type Place = { baseUrl: string; preset: string | undefined };

const placeOf = (what: Parameters<Engine['check']>[0], settings: Settings): Place | null => {
  const id = 'endpoint' in what ? what.endpoint : settings.keys.find((key) => key.id === what.key)?.owner;
  const endpoint = settings.endpoints.find((candidate) => candidate.id === id);
  if (endpoint) return { baseUrl: endpoint.baseUrl, preset: endpoint.preset };
  const provider = providers.find((candidate) => candidate.id === id);
  return provider ? { baseUrl: settings.providers[provider.id]?.baseUrl ?? provider.baseUrl, preset: undefined } : null;
};

const systems: Record<string, { name: string; commands: keyof OriginCommands }> = {
  mac: { name: 'macOS', commands: 'mac' },
  win: { name: 'Windows', commands: 'windows' },
};
const unixes = { name: 'Linux', commands: 'linux' } as const;

/** Whoever refuses so without being known is most likely Ollama: the first among the presets that has a command. */
const commandsOf = (preset: string | undefined): OriginCommands | null =>
  presetOf(preset)?.originCommands ?? presets.find(({ originCommands }) => originCommands)?.originCommands ?? null;

const withCommand = async (check: Check, { preset }: Place, ports: CheckPorts): Promise<Check> => {
  const commands = commandsOf(preset);
  if (check.cause !== 'refused_origin' || commands === null) return check;
  const { name, commands: which } = systems[await ports.system()] ?? unixes;
  const command = commands[which].replaceAll('{origin}', ports.origin);
  return { ...check, fix: { kind: 'command', system: name, command } };
};

const notPermitted = ({ baseUrl }: Place, check: Check): Check => ({
  ok: false,
  cause: 'not_permitted',
  message: `Rondo has no permission to reach ${new URL(baseUrl).host}, so the browser held the call back.`,
  models: null,
  ms: check.ms,
  fix: { kind: 'permission', baseUrl },
});

export const createCheck =
  (ports: CheckPorts): Engine['check'] =>
  async (what) => {
    const place = placeOf(what, ports.settings());
    if (place === null) return ports.check(what);
    const check = await ports.errors.during(place.baseUrl, () => ports.check(what));
    if (check.ok) return check;
    // Without a permission calls still go out, but a server that allows no other origin answers none of them.
    return (await ports.isAllowed(place.baseUrl)) ? withCommand(check, place, ports) : notPermitted(place, check);
  };
