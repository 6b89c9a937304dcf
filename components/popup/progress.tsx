// How far a job is, in words and numbers: whose turn it is, what is done of it and how long it will take yet.
import type { Job, TranscriptionJob } from '../../lib/domain/job.ts';
import { isUnfinished } from '../../lib/domain/unfinished.ts';
import { Bar } from '../bar.tsx';
import { HealthDot } from '../health-dot.tsx';
import { Mark } from '../mark.tsx';
import { useNow } from '../page.tsx';
import { elapsed, partOf, soundLength, targetWords, timeLeft, wordCount, wordsWords } from '../words.ts';
import { StepLine } from './step-line.tsx';

const doing = (job: Job): string => {
  if (job.state === 'waiting') return 'Waiting';
  if (job.kind === 'transcription') return job.whole ? asked(job) : workers(job);
  if (job.note !== '') return job.note;
  if (job.target === null) return 'Choosing who answers…';
  return `${targetWords(job.target)} ${job.text === '' ? 'was asked' : 'answers'}`;
};

const asked = ({ progress: { at } }: TranscriptionJob): string =>
  at[0] ? `${targetWords(at[0])} was asked` : 'Choosing who answers…';

/** Whose turn it is with a recording that was cut; before its first chunk is out nobody's. */
const workers = ({ progress: { at, prepared } }: TranscriptionJob): string => {
  const names = [...new Set(at.map(({ ownerName }) => ownerName))];
  if (names.length === 0) return prepared === 0 ? 'Opening the recording…' : 'Preparing the next part…';
  const [first] = at;
  return names.length === 1 && first ? targetWords(first) : names.join(', ');
};

/** How much of a recording that was cut is written down, and how long it will take yet. */
const recordingNumbers = (job: TranscriptionJob, now: number): string[] => {
  const { seconds, written, endsAt } = job.progress;
  const part = seconds === null ? `${soundLength(written)} done` : partOf(written, seconds);
  const left =
    job.state === 'running' && endsAt !== null ? [`about ${timeLeft(Math.max(1_000, endsAt - now))} left`] : [];
  return [part, ...left];
};

const isCut = (job: Job): job is TranscriptionJob => job.kind === 'transcription' && !job.whole;

const Written = ({ job }: { job: TranscriptionJob }) => {
  const { seconds, written } = job.progress;
  return seconds === null ? null : <Bar aria-label={`Written down of ${job.title}`} value={written} max={seconds} />;
};

const Sign = ({ job }: { job: Job }) => {
  if (job.state === 'running') return <Mark size={18} turning />;
  return job.state === 'waiting' ? <HealthDot state="resting" /> : null;
};

export const Progress = ({ job }: { job: Job }) => {
  const unfinished = isUnfinished(job);
  const now = useNow(unfinished);
  const done = job.state === 'done' && job.target !== null ? targetWords(job.target) : '';
  const step = unfinished ? doing(job) : done;
  const words = wordCount(job.text);
  const numbers: string[] = [];
  if (isCut(job) && unfinished) numbers.push(...recordingNumbers(job, now));
  else if (words > 0) numbers.push(wordsWords(words));
  if (isCut(job) && job.state === 'done' && job.progress.seconds !== null)
    numbers.push(soundLength(job.progress.seconds));
  if (!isCut(job) && job.state === 'running') numbers.push(elapsed(now - job.createdAt));
  if (job.state === 'waiting' && job.retryAt !== null)
    numbers.push(job.retryAt > now ? `goes on in ${timeLeft(job.retryAt - now)}` : 'goes on any moment');
  if (step === '' && numbers.length === 0) return null;
  return (
    <>
      <StepLine sign={<Sign job={job} />} step={step} numbers={numbers.join(' · ')} />
      {unfinished && isCut(job) ? <Written job={job} /> : null}
    </>
  );
};
