// What the address of a recording says of it: whether it could be fetched, what it would be, and its name. Pure, and without
// schemas: it is put into web pages.
import type { FoundMedia } from './media.ts';

const sound = ['mp3', 'm4a', 'm4b', 'aac', 'ogg', 'oga', 'opus', 'wav', 'flac', 'weba', 'mka'];
const film = ['mp4', 'm4v', 'mov', 'webm', 'mkv', 'ogv'];
/** Lists of pieces, which nobody can transcribe. */
const playlists = ['m3u8', 'mpd'];

const endingOf = (name: string): string => /\.([a-z0-9]{2,5})$/i.exec(name)?.[1]?.toLowerCase() ?? '';

/** The address is the recording itself. */
export const isInline = (address: string): boolean => /^data:/i.test(address);

/** The last part of an address's path, as a person would read it; empty where there is none. */
export const nameInAddress = (address: string): string => {
  if (!URL.canParse(address) || isInline(address)) return '';
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
