// A long recording before it is begun: what it takes, what is left, when it will be done and what it costs, by turns or
// with all who are ready at once. One press begins it.
import { type ReactNode, useRef } from 'react';
import type { Course } from '../../lib/domain/forecast.ts';
import type { Offer } from '../../lib/view/shapes.ts';
import { Button } from '../button.tsx';
import { dollars } from '../money.ts';
import { Refusal } from '../notice.tsx';
import { useActions, useAsking, useNow } from '../page.tsx';
import { placeAfter } from '../place-after.ts';
import { size, soundLength, timeLeft } from '../words.ts';
import classes from './offer-card.module.css';

type OfferCardProps = {
  offer: Offer;
  /** It was begun, or (null) is not to be. */
  onSettled: (jobId: string | null) => void;
};

const priceWords = (usd: number | null): string =>
  usd === null ? 'at a price Rondo does not know' : usd === 0 ? 'free' : `about ${dollars(usd)}`;

const doneIn = (endsAt: number, now: number): string => `done in about ${timeLeft(Math.max(1_000, endsAt - now))}`;

const courseWords = ({ endsAt, usd, shares }: Course, now: number): string => {
  if (endsAt !== null) return `${doneIn(endsAt, now)}, ${priceWords(usd)}`;
  return shares.length === 0 ? 'no key can take it now' : 'part of it no key can take';
};

const Shares = ({ course, left }: { course: Course; left: Offer['forecast']['left'] }) => (
  <dl className={classes.shares}>
    {course.shares.map(({ owner, ownerName, seconds, usd }) => {
      const known = left.find((other) => other.owner === owner)?.seconds ?? null;
      return (
        <div key={owner} className={classes.share}>
          <dt>{ownerName}</dt>
          <dd>
            {soundLength(seconds)}
            {known === null ? '' : `, ${soundLength(known)} left now`}
          </dd>
          <dd className={classes.cost}>{priceWords(usd)}</dd>
        </div>
      );
    })}
  </dl>
);

type CoursesProps = {
  forecast: Offer['forecast'];
  busy: boolean;
  onBegin: (isFaster: boolean) => void;
  /** What else can become of it. */
  children: ReactNode;
};

/** What it takes, and the presses that begin it. */
export const Courses = ({ forecast: { usual, faster, left }, busy, onBegin, children }: CoursesProps) => {
  const now = useNow(true);
  return (
    <>
      {usual === null ? (
        <p className={classes.line}>
          Its length shows only while it is read, so nobody can say yet when it will be done.
        </p>
      ) : (
        <>
          <Shares course={usual} left={left} />
          {usual.waits ? (
            <p className={classes.line}>
              Limits have to refill on the way. Rondo waits for them and goes on by itself.
            </p>
          ) : null}
        </>
      )}
      <div className={classes.actions}>
        <Button weight="main" wide busy={busy} onClick={() => onBegin(false)}>
          <span className={classes.press}>
            Transcribe
            {usual === null ? null : <small>{courseWords(usual, now)}</small>}
          </span>
        </Button>
        {faster === null ? null : (
          <Button wide busy={busy} onClick={() => onBegin(true)}>
            <span className={classes.press}>
              Faster, with all keys at once
              <small>{courseWords(faster, now)}</small>
            </span>
          </Button>
        )}
        {children}
      </div>
    </>
  );
};

export const OfferCard = ({ offer, onSettled }: OfferCardProps) => {
  const { blobId, fileName, bytes, forecast } = offer;
  const { seconds } = forecast;
  const actions = useActions();
  const asking = useAsking(actions.transcribe);
  const begin = async (isFaster: boolean) => {
    const started = await asking.run({ blobId, fileName, ...(isFaster ? { faster: true } : {}) });
    if (started !== null) onSettled(started.jobId);
  };
  const card = useRef<HTMLElement>(null);
  const leave = () => {
    placeAfter(card.current)?.focus();
    void actions.forgetFile(blobId);
    onSettled(null);
  };
  return (
    <section ref={card} className={classes.card} data-testid="offer" aria-label={`Before ${fileName} starts`}>
      <div>
        <h3 tabIndex={-1} className={classes.title}>
          {fileName}
        </h3>
        <p className={classes.what}>
          {[seconds === null ? '' : soundLength(seconds), size(bytes)].filter(Boolean).join(' · ')}
        </p>
      </div>
      <Courses forecast={forecast} busy={asking.pending} onBegin={(isFaster) => void begin(isFaster)}>
        <Button weight="quiet" wide onClick={leave}>
          Not now
        </Button>
      </Courses>
      <Refusal refusal={asking.refusal} />
    </section>
  );
};
