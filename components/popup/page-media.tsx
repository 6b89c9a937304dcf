// What can be heard on the page in front, and an address that was pasted: each can be fetched at a press. Found when the
// popup is opened over a page, and asked for only then.
import { useEffect, useState } from 'react';
import type { FoundMedia } from '../../lib/domain/media.ts';
import { isFetchable, nameInAddress } from '../../lib/domain/media-address.ts';
import type { View } from '../../lib/view/shapes.ts';
import { Button } from '../button.tsx';
import { WaveIcon } from '../icons.tsx';
import { Refusal } from '../notice.tsx';
import { useActions, useAsking } from '../page.tsx';
import { soundLength } from '../words.ts';
import { DownloadCard } from './download-card.tsx';
import classes from './page-media.module.css';

/** More than a few would push away what was begun. */
const shownAtFirst = 3;

const useFound = (wanted: boolean): readonly FoundMedia[] => {
  const { run } = useAsking(useActions()['media.find']);
  const [found, setFound] = useState<readonly FoundMedia[]>([]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: once, when the popup is opened over a page
  useEffect(() => {
    let isOpen = true;
    if (wanted)
      void run({}).then((value) => {
        if (isOpen && value !== null) setFound(value.media);
      });
    return () => {
      isOpen = false;
    };
  }, [wanted]);
  return found;
};

const pastedMedia = (url: string): FoundMedia => ({
  ...{ kind: 'audio', title: nameInAddress(url) || new URL(url).host, url, seconds: null, playing: false },
});

type PageMediaProps = {
  view: View;
  inTab: boolean;
  /** Addresses, the newest first. */
  pasted: readonly string[];
  onBegun: (jobId: string) => void;
};

export const PageMedia = ({ view, inTab, pasted, onBegun }: PageMediaProps) => {
  const [all, setAll] = useState(false);
  const found = useFound(!inTab);
  const canRecord = view.captures.canTab && view.captures.current === null && !inTab;
  const isTaken = (url: string | null) => view.downloads.some((download) => download.url === url);
  const pieces = found.find(({ url }) => url === null);
  const wanted = pasted.map(pastedMedia);
  const there = found.filter(({ url }) => url !== null && !isTaken(url) && !pasted.includes(url));
  const shown = all ? there : there.slice(0, shownAtFirst);
  return (
    <>
      {view.downloads.map((download) => (
        <DownloadCard key={download.id} download={download} onBegun={onBegun} />
      ))}
      <MediaList name="Pasted" media={wanted.filter(({ url }) => !isTaken(url))} />
      <MediaList name="On this page" media={shown} />
      {shown.length < there.length ? (
        <Button weight="quiet" onClick={() => setAll(true)}>
          {there.length - shown.length} more on this page
        </Button>
      ) : null}
      {pieces === undefined || there.length > 0 ? null : <InPieces media={pieces} canRecord={canRecord} />}
    </>
  );
};

const InPieces = ({ media: { kind, seconds }, canRecord }: { media: FoundMedia; canRecord: boolean }) => (
  <p className={classes.pieces}>
    The {kind === 'audio' ? 'sound' : 'film'} on this page comes in pieces and cannot be fetched.{' '}
    {canRecord
      ? `Record this tab instead, by the button above: that takes as long as it plays${seconds === null ? '' : `, ${soundLength(seconds)}`}.`
      : ''}
  </p>
);

const MediaList = ({ name, media }: { name: string; media: readonly FoundMedia[] }) =>
  media.length === 0 ? null : (
    <section aria-label={name} className={classes.list}>
      <h2 className={classes.title}>{name}</h2>
      <ul>
        {media.map((one) => (
          <MediaRow key={one.url} media={one} />
        ))}
      </ul>
    </section>
  );

const MediaRow = ({ media: { title, url, seconds, playing } }: { media: FoundMedia }) => {
  const actions = useActions();
  const taking = useAsking(actions['media.take']);
  const take = () => {
    if (url === null) return;
    // Both at once: the browser's question may close this popup, and then the background begins by itself.
    if (isFetchable(url)) void actions.askForOrigin(url);
    void taking.run({ url, title });
  };
  const facts = [
    playing ? 'playing' : '',
    seconds === null ? '' : soundLength(seconds),
    url === null ? '' : new URL(url).host,
  ];
  return (
    <li data-testid="page-media">
      <div className={classes.row}>
        <WaveIcon />
        <span className={classes.words}>
          <span className={classes.name} title={url ?? undefined}>
            {title}
          </span>
          <span className={classes.facts}>{facts.filter(Boolean).join(' · ')}</span>
        </span>
        <Button aria-label={`Transcribe ${title}`} busy={taking.pending} onClick={take}>
          Transcribe
        </Button>
      </div>
      <Refusal refusal={taking.refusal} />
    </li>
  );
};
