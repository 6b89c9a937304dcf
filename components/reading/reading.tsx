// The page on which results are read: one of them, or the history of all. The same in a tab and in the side panel.
import { useLayoutEffect, useRef, useState } from 'react';
import type { View } from '../../lib/view/shapes.ts';
import { IconButton } from '../button.tsx';
import { BackIcon, SettingsIcon } from '../icons.tsx';
import { Mark } from '../mark.tsx';
import { useActions } from '../page.tsx';
import { History } from './history.tsx';
import classes from './reading.module.css';
import { SummaryPage } from './summary-page.tsx';
import { TranscriptPage } from './transcript-page.tsx';

/** `openId`: of the job whose result is read; null: the history. */
type ReadingProps = { view: View | null; openId: string | null };

export const Reading = ({ view, openId }: ReadingProps) => {
  // Whoever comes back to the history goes on in it where they left it.
  const [query, setQuery] = useState('');
  const lastId = useRef(openId);
  useLayoutEffect(() => {
    if (openId === null) return;
    lastId.current = openId;
    // Each result begins at its beginning, wherever the page before was left.
    scrollTo(0, 0);
  }, [openId]);
  return (
    <div className={classes.page}>
      <Head openId={openId} running={view?.jobs.some(({ state }) => state === 'running') ?? false} />
      <main className={classes.main}>
        {view === null ? null : openId === null ? (
          <History view={view} lastId={lastId.current} query={query} onQuery={setQuery} />
        ) : (
          <Opened key={openId} view={view} id={openId} />
        )}
      </main>
    </div>
  );
};

const Opened = ({ view, id }: { view: View; id: string }) => {
  const job = view.jobs.find((one) => one.id === id);
  if (job?.kind === 'summary') return <SummaryPage job={job} view={view} />;
  return <TranscriptPage id={id} job={job ?? null} view={view} />;
};

const Head = ({ openId, running }: { openId: string | null; running: boolean }) => {
  const actions = useActions();
  return (
    <header className={classes.head}>
      <div className={classes.top}>
        {openId === null ? (
          <span className={classes.name}>
            <Mark size={22} turning={running} />
            Rondo
          </span>
        ) : (
          <a className={classes.back} href="#history">
            <BackIcon />
            History
          </a>
        )}
        <IconButton name="Settings" onClick={() => actions.openSettings()}>
          <SettingsIcon size={18} />
        </IconButton>
      </div>
    </header>
  );
};
