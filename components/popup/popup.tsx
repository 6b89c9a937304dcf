// The popup, and the same page in a tab: two things to start, what runs and ran, and who is asked next.
// Keeps only what is open; everything that must outlive it lies in the background.
import { type DragEvent, useId, useState } from 'react';
import type { KeyLine, Offer, RefusalReply, View } from '../../lib/view/shapes.ts';
import { PageIcon, WaveIcon } from '../icons.tsx';
import { useActions, useAsking } from '../page.tsx';
import { TabPanel, Tabs } from '../tabs.tsx';
import { AddedLines } from './added-lines.tsx';
import { Captures } from './captures.tsx';
import { Header } from './header.tsx';
import { Jobs } from './jobs.tsx';
import { NextTarget } from './next-target.tsx';
import { OfferCard } from './offer-card.tsx';
import { PageMedia } from './page-media.tsx';
import classes from './popup.module.css';
import { Skeleton } from './skeleton.tsx';
import { SummarizePanel } from './summarize-panel.tsx';
import { TranscribePanel } from './transcribe-panel.tsx';
import { usePaste } from './use-paste.ts';
import { Welcome } from './welcome.tsx';

const tabs = [
  { id: 'summary', label: 'Summarize', icon: <PageIcon /> },
  { id: 'transcription', label: 'Transcribe', icon: <WaveIcon /> },
] as const;
type TabId = (typeof tabs)[number]['id'];

type PopupProps = {
  view: View | null;
  inTab: boolean;
  /** It outlives a file dialog. Firefox closes its popup as soon as one opens (bugzilla.mozilla.org/1292701, since 2016). */
  choosesHere: boolean;
};

export const Popup = ({ view, inTab, choosesHere }: PopupProps) => (
  <div className={classes.popup} data-tab={inTab || undefined}>
    {view === null ? <Skeleton /> : <Loaded view={view} inTab={inTab} choosesHere={choosesHere} />}
  </div>
);

const firstTab = ({ jobs, downloads, captures }: View, inTab: boolean): TabId =>
  inTab || downloads.length > 0 || captures.current !== null ? 'transcription' : (jobs[0]?.kind ?? 'summary');

/** Each sentence once, on a line of its own, with the files that it is about. */
const named = (refusals: readonly { name: string; message: string }[]): string =>
  [...Map.groupBy(refusals, ({ message }) => message)]
    .map(([message, about]) => `${about.map(({ name }) => name).join(', ')}: ${message}`)
    .join('\n');

const Loaded = ({ view, inTab, choosesHere }: PopupProps & { view: View }) => {
  const actions = useActions();
  const [chosen, setChosen] = useState<TabId>(firstTab(view, inTab));
  const [openId, setOpenId] = useState<string | null>(null);
  // Where what was pressed goes away the keyboard goes on in what it opened: a row, an offer, a recording that is stopped.
  const [calledId, setCalledId] = useState<string | null>(null);
  const call = (id: string | null) => {
    setOpenId(id);
    setCalledId(id);
  };
  const [lines, setLines] = useState<readonly KeyLine[]>([]);
  const base = useId();
  const [offers, setOffers] = useState<readonly Offer[]>([]);

  const empty = view.settings.keys.length === 0 && view.settings.endpoints.length === 0;
  /** One after the other; a file that is refused holds up none of the others. */
  const take = async (files: readonly File[]): Promise<{ ok: true; value: null } | RefusalReply> => {
    const refusals: (RefusalReply & { name: string })[] = [];
    for (const file of files) {
      const begun = await actions.transcribeFile(file);
      if (!begun.ok) {
        refusals.push({ ...begun, name: file.name });
        // Without a key the others fare no better.
        if (begun.fix === 'add-key') break;
      } else if ('offer' in begun.value) {
        const { offer } = begun.value;
        setOffers((others) => [...others, offer]);
      } else setOpenId(begun.value.jobId);
    }
    const [first] = refusals;
    if (first === undefined) return { ok: true, value: null };
    return files.length > 1 ? { ...first, message: named(refusals) } : first;
  };
  const transcribing = useAsking(take);
  const transcribe = (files: readonly File[]) => {
    setChosen('transcription');
    void transcribing.run(files);
  };
  const settle = (offer: Offer, jobId: string | null) => {
    setOffers((others) => others.filter((other) => other !== offer));
    if (jobId !== null) call(jobId);
  };
  const recorded = (jobId: string | null) => {
    setChosen('transcription');
    if (jobId !== null) call(jobId);
  };
  const pasted = usePaste(!empty, (files) => {
    setChosen('transcription');
    if (files.length > 0) transcribe(files);
  });
  // A file that misses the field would otherwise replace the whole page.
  const drop = (event: DragEvent) => {
    event.preventDefault();
    const files = [...event.dataTransfer.files];
    if (files.length > 0 && !empty) transcribe(files);
  };

  return (
    <>
      <Header status={view.status} running={view.jobs.some(({ state }) => state === 'running')} />
      {empty ? <div /> : <Tabs name="What to do" tabs={tabs} chosen={chosen} onChoose={setChosen} base={base} />}
      <main className={classes.main} onDragOver={(event) => event.preventDefault()} onDrop={drop}>
        <Captures captures={view.captures} onStarted={recorded} />
        {empty ? (
          <Welcome faces={view.faces} lines={lines} onLines={setLines} />
        ) : (
          <TabPanel base={base} chosen={chosen}>
            <AddedLines lines={lines} onClose={() => setLines([])} />
            {chosen === 'summary' ? (
              <SummarizePanel next={view.status.next.fast} inTab={inTab} onStarted={setOpenId} />
            ) : (
              <TranscribePanel {...{ view, inTab, choosesHere, transcribing }} onFiles={transcribe}>
                {offers.map((offer) => (
                  <OfferCard key={offer.blobId} offer={offer} onSettled={(jobId) => settle(offer, jobId)} />
                ))}
                <PageMedia view={view} inTab={inTab} pasted={pasted} onBegun={setOpenId} />
              </TranscribePanel>
            )}
          </TabPanel>
        )}
        <Jobs view={view} openId={openId} calledId={calledId} onOpen={call} bare={empty} />
      </main>
      <NextTarget name="Next transcription" next={view.status.next.transcription} />
    </>
  );
};
