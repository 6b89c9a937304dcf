// Looks for servers at the usual ports of this computer, and makes of each what would be added as an endpoint at one
// press. Asks nobody else, and sends no key.
import { guessTasks } from '../../lib/domain/guess-tasks.ts';
import type { Preset } from '../../lib/domain/preset.ts';
import type { FoundServer } from '../../lib/domain/status.ts';
import type { Engine } from '../../lib/engine/index.ts';
import type { Reply, ServerFace } from '../../lib/messaging/protocol.ts';

/** The address of its number comes first: the name may mean two, of which one has to fail before the other is tried. */
const hosts = ['127.0.0.1', 'localhost'];

/** So many are added at first: each is asked when the connection is tested, and a server at home loads it for that. */
const mostModels = 8;

type Place = { port: number; path: string; presets: readonly Preset[] };

/** One for each port: two services that share one cannot both be there. */
export const placesOf = (presets: readonly Preset[]): Place[] => {
  const ports = [...new Set(presets.flatMap(({ port }) => port ?? []))];
  return ports.flatMap((port) => {
    const own = presets.filter((preset) => preset.port === port);
    const [first] = own;
    return first ? [{ port, path: new URL(first.baseUrl).pathname, presets: own }] : [];
  });
};

const addressesOf = ({ port, path }: Place): string[] => hosts.map((host) => `http://${host}:${port}${path}`);

const list = new Intl.ListFormat('en', { type: 'disjunction' });

const faceOf = (place: Place, { baseUrl, models }: FoundServer): ServerFace => {
  const [preset, ...others] = place.presets;
  const known = others.length === 0 ? preset : undefined;
  const useful = (models ?? []).flatMap(({ id, context }) => {
    const tasks = guessTasks(id);
    const usual = tasks.includes('transcription') ? null : (known?.context ?? null);
    return tasks.length > 0 ? [{ id, tasks, context: context ?? usual }] : [];
  });
  return {
    name: known?.name ?? `Server at port ${place.port}`,
    likely: known ? '' : list.format(place.presets.map(({ name }) => name)),
    baseUrl,
    preset: known?.id ?? null,
    wantsKey: models === null,
    listed: models?.length ?? 0,
    models: useful.slice(0, mostModels),
  };
};

export const findServers = async (
  engine: Pick<Engine, 'find'>,
  presets: readonly Preset[],
): Promise<Reply<'servers.find'>> => {
  const places = placesOf(presets);
  const found = await engine.find(places.map(addressesOf));
  const servers = found.flatMap((server) => {
    const place = places.find((one) => addressesOf(one).includes(server.baseUrl));
    return place ? [faceOf(place, server)] : [];
  });
  return { ok: true, value: { servers, asked: places.map(({ port }) => port) } };
};
