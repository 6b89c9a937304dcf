// The name of a file that a transcript is saved as: its title, made so that every system takes it. Pure.

/** Forbidden on Windows, or with a meaning in a path. */
const forbidden = /[\\/:*?"<>|\p{Cc}\p{Cf}]+/gu;
/** Windows knows these as devices, whatever comes after the dot. */
const devices = /^(con|prn|aux|nul|com\d|lpt\d)(?=\.|$)/i;
/** Systems take 255 bytes of UTF-8. */
const mostBytes = 180;
const endings = /\.(mp3|m4a|mp4|m4v|mov|mkv|wav|ogg|oga|opus|flac|webm|aac|wma|mpe?g|mpga|avi|amr|3gp|aiff?|caf)$/i;

const cut = (text: string): string => {
  let kept = '';
  let bytes = 0;
  for (const letter of text) {
    bytes += new TextEncoder().encode(letter).length;
    if (bytes > mostBytes) break;
    kept += letter;
  }
  return kept;
};

/** @param ending without the dot */
export const fileNameOf = (title: string, ending: string): string => {
  const clean = title.normalize('NFC').trim().replace(endings, '').replace(forbidden, ' ').replace(/\s+/g, ' ');
  const name = cut(clean.trim())
    .replace(/^[.\s~-]+|[.\s]+$/g, '')
    .replace(devices, '$1_');
  return `${name || 'transcript'}.${ending}`;
};
