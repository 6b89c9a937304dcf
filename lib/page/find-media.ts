// Finds the recordings of the page it stands in: audio and video elements, and links to files. Runs once, at the click,
// inside the page; changes nothing there, plays nothing and sends nothing anywhere.
import type { FoundMedia } from '../domain/media.ts';
import { isFetchable, kindOfName, nameInAddress } from '../domain/media-address.ts';

const mostLinks = 20;
/** What a link says that only says what it is for. */
const sayNothing =
  /^(download|listen|play|watch|audio|video|mp3|mp4|here|this|click here|file|link|media)?( now| file)?$/i;

const words = (text: string | null | undefined): string => (text ?? '').replace(/\s+/g, ' ').trim();

/** Open shadow roots too: many players stand in one. */
const rootsIn = (root: Document | ShadowRoot): (Document | ShadowRoot)[] => [
  root,
  ...[...root.querySelectorAll('*')].flatMap(({ shadowRoot }) => (shadowRoot ? rootsIn(shadowRoot) : [])),
];

const addressOf = (element: HTMLMediaElement): string =>
  element.currentSrc ||
  element.src ||
  [...element.querySelectorAll('source')].map(({ src }) => src).find((src) => src !== '') ||
  '';

/** Pictures that move behind a page have no sound that anybody was to hear. */
const isDecoration = (element: HTMLMediaElement): boolean =>
  (element.muted || element.hasAttribute('muted')) && element.loop && element.autoplay && !element.controls;

const labelOf = (element: Element): string =>
  words(element.getAttribute('aria-label')) ||
  words(element.getAttribute('title')) ||
  words(element.closest('figure')?.querySelector('figcaption')?.textContent);

const ofElement = (element: HTMLMediaElement, pageTitle: string): FoundMedia[] => {
  const address = addressOf(element);
  const streams = element.srcObject !== null && element.srcObject !== undefined;
  if (isDecoration(element) || (address === '' && !streams)) return [];
  const { duration, paused, ended } = element;
  const name = nameInAddress(address);
  return [
    {
      kind: element.localName === 'audio' ? 'audio' : 'video',
      title: labelOf(element) || (kindOfName(name) ? name : pageTitle),
      url: isFetchable(address) ? address : null,
      seconds: Number.isFinite(duration) && duration > 0 ? duration : null,
      playing: !paused && !ended,
    },
  ];
};

const ofLink = (link: HTMLAnchorElement): FoundMedia[] => {
  const name = nameInAddress(link.href);
  const kind = kindOfName(name);
  if (kind === null || !isFetchable(link.href)) return [];
  const said = words(link.textContent);
  return [{ kind, title: sayNothing.test(said) ? name : said, url: link.href, seconds: null, playing: false }];
};

/** What plays first, then what the page shows a player for, then links; each address once. */
export const findMedia = (page: Document): FoundMedia[] => {
  const pageTitle = words(page.title) || page.location.hostname;
  const roots = rootsIn(page);
  const players = roots
    .flatMap((root) => [...root.querySelectorAll<HTMLMediaElement>('audio, video')])
    .flatMap((element) => ofElement(element, pageTitle))
    .toSorted((one, other) => Number(other.playing) - Number(one.playing));
  const links = roots
    .flatMap((root) => [...root.querySelectorAll<HTMLAnchorElement>('a[href]')])
    .flatMap(ofLink)
    .slice(0, mostLinks);
  const seen = new Set<string>();
  return [...players, ...links].filter(({ url }) => {
    if (url === null) return true;
    if (seen.has(url)) return false;
    seen.add(url);
    return true;
  });
};
