// A recording of a page on its way here: how far it is, what it waits for, why it did not come, and, where it is long, what
// it will take before it is begun.
import { useEffect, useRef } from 'react';
import type { Download } from '../../lib/domain/media.ts';
import { Bar } from '../bar.tsx';
import { Button } from '../button.tsx';
import { Mark } from '../mark.tsx';
import { Notice, Refusal } from '../notice.tsx';
import { useActions, useAsking } from '../page.tsx';
import { hostOf, size } from '../words.ts';
import classes from './download-card.module.css';
import { OfferCard } from './offer-card.tsx';
import { StepLine } from './step-line.tsx';

type DownloadCardProps = { download: Download; onBegun: (jobId: string) => void };

const numbers = ({ received, bytes }: Download): string =>
  bytes === null ? size(received) : `${size(received)} of ${size(bytes)}`;

export const DownloadCard = ({ download, onBegun }: DownloadCardProps) => {
  const { id, blobId, fileName, forecast, bytes } = download;
  const actions = useActions();
  const dropping = useAsking(actions['media.drop']);
  const card = useRef<HTMLElement>(null);
  const isNew = useRef(download.state === 'running' && download.received === 0);
  // It may have been begun at the end of a long list.
  useEffect(() => {
    if (isNew.current) card.current?.scrollIntoView?.({ block: 'nearest' });
  }, []);
  if (blobId !== null && forecast !== null) {
    const settle = (jobId: string | null) => {
      if (jobId === null) void dropping.run({ id });
      else onBegun(jobId);
    };
    return <OfferCard offer={{ blobId, fileName, bytes: bytes ?? 0, forecast }} onSettled={settle} />;
  }
  const drop = download.state === 'running' ? 'Cancel' : 'Not now';
  return (
    <section
      ref={card}
      className={classes.card}
      data-testid="download"
      data-state={download.state}
      aria-label={fileName}
    >
      <div className={classes.head}>
        <h3 className={classes.title}>{fileName}</h3>
        <Button weight="quiet" aria-label={`${drop}: ${fileName}`} onClick={() => void dropping.run({ id })}>
          {drop}
        </Button>
      </div>
      {download.state === 'running' ? <OnItsWay download={download} /> : <Stopped download={download} />}
      <Refusal refusal={dropping.refusal} />
    </section>
  );
};

const OnItsWay = ({ download }: { download: Download }) => (
  <>
    <StepLine
      sign={<Mark size={18} turning />}
      step={`Fetching from ${hostOf(download.url)}`}
      numbers={numbers(download)}
    />
    <Bar
      aria-label={`Fetched of ${download.fileName}`}
      {...(download.bytes === null ? {} : { value: download.received, max: download.bytes })}
    />
  </>
);

/** It waits for a permission, or it did not come. */
const Stopped = ({ download: { url, fileName, allow, message, record } }: { download: Download }) => {
  const actions = useActions();
  const taking = useAsking(actions['media.take']);
  const again = () => {
    if (allow !== null) void actions.askForOrigin(allow);
    void taking.run({ url, title: fileName });
  };
  const press = (
    <Button busy={taking.pending} onClick={again}>
      {allow === null ? 'Fetch again' : `Allow ${hostOf(allow)}`}
    </Button>
  );
  return (
    <>
      <div role="alert">
        <Notice tone={allow === null ? 'bad' : 'rest'} action={record ? undefined : press}>
          {message}
        </Notice>
      </div>
      <Refusal refusal={taking.refusal} />
    </>
  );
};
