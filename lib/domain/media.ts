// Recordings that lie in the web: what was found of them on a page, and what is being fetched of them. What an address
// says of a file. Pure.
import { forecastSchema } from './forecast.ts';
import { z } from './zod.ts';

/** An audio or video element of a page, or a link to a file. */
export const foundMediaSchema = z.object({
  kind: z.enum(['audio', 'video']),
  title: z.string(),
  /** Null: it comes in pieces, from no address that could be fetched. */
  url: z.string().nullable(),
  /** Null: nobody knows yet. */
  seconds: z.number().nullable(),
  playing: z.boolean(),
});
export type FoundMedia = z.infer<typeof foundMediaSchema>;

/**
 * A recording that the user pointed at in a page. `waiting`: the user has to allow its origin. `ready`: it is here, is
 * long, and waits for a word. A short one is transcribed at once, and then it is no download any more.
 */
export const downloadSchema = z.object({
  id: z.string(),
  url: z.string(),
  fileName: z.string(),
  state: z.enum(['waiting', 'running', 'ready', 'failed']),
  /** Bytes that came so far, and of how many; null: it was not said. */
  received: z.number(),
  bytes: z.number().nullable(),
  /** An address at the origin that has to be allowed; null: none has to. */
  allow: z.string().nullable(),
  /** What happened, for a person; empty while nothing is amiss. */
  message: z.string(),
  /** Whether recording the tab would help. */
  record: z.boolean(),
  /** Where it lies once it is here, and what it will take. */
  blobId: z.string().nullable(),
  forecast: forecastSchema.nullable(),
});
export type Download = z.infer<typeof downloadSchema>;

const sound = ['mp3', 'm4a', 'm4b', 'aac', 'ogg', 'oga', 'opus', 'wav', 'flac', 'weba', 'mka'];
const film = ['mp4', 'm4v', 'mov', 'webm', 'mkv', 'ogv'];
/** Lists of pieces, which nobody can transcribe. */
const playlists = ['m3u8', 'mpd'];

const endingOf = (name: string): string => /\.([a-z0-9]{2,5})$/i.exec(name)?.[1]?.toLowerCase() ?? '';

/** The last part of an address's path, as a person would read it; empty where there is none. */
export const nameInAddress = (address: string): string => {
  if (!URL.canParse(address)) return '';
  const last = new URL(address).pathname.split('/').findLast((part) => part !== '') ?? '';
  try {
    return decodeURIComponent(last);
  } catch {
    return last;
  }
};

/** What a file of this name would be; null: nothing says that it is a recording. */
export const kindOfName = (name: string): FoundMedia['kind'] | null => {
  const ending = endingOf(name);
  return sound.includes(ending) ? 'audio' : film.includes(ending) ? 'video' : null;
};

export const isPlaylist = (address: string): boolean => playlists.includes(endingOf(nameInAddress(address)));

/** Whether it could be fetched at all. */
export const isFetchable = (address: string): boolean =>
  URL.canParse(address) && /^https?:$/.test(new URL(address).protocol) && !isPlaylist(address);

const endingsByType: Record<string, string> = {
  ...{ mpeg: 'mp3', mp3: 'mp3', mp4: 'm4a', 'x-m4a': 'm4a', aac: 'aac', ogg: 'ogg', opus: 'ogg', flac: 'flac' },
  ...{ wav: 'wav', 'x-wav': 'wav', webm: 'webm', quicktime: 'mov', 'x-matroska': 'mkv' },
};

/** No longer than file systems and lists can bear. */
const mostTitle = 80;

/**
 * The name under which a recording goes on: its title with an ending that says what it is. Endings are only a first
 * word; what the file really is, its bytes say.
 */
export const mediaFileName = (title: string, address: string, contentType = ''): string => {
  const wanted = title
    .replace(/[\p{Cc}\p{Cf}]/gu, '')
    .replace(/[\\/:*?"<>|\s]+/g, ' ')
    .trim();
  const name = wanted || nameInAddress(address) || 'recording';
  if (kindOfName(name)) return name;
  const ofAddress = kindOfName(nameInAddress(address)) ? endingOf(nameInAddress(address)) : '';
  const [type = '', subtype = ''] = (contentType.split(';')[0] ?? '').trim().toLowerCase().split('/');
  const ofType = type === 'video' && subtype === 'mp4' ? 'mp4' : (endingsByType[subtype] ?? '');
  const ending = ofAddress || ofType;
  return [...name].slice(0, mostTitle).join('').trim() + (ending === '' ? '' : `.${ending}`);
};
