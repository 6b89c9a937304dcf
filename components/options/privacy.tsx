// What is kept where, and what leaves this computer: only what is true of this version.
import type { View } from '../../lib/view/shapes.ts';
import card from './card.module.css';
import classes from './privacy.module.css';

const keptFor = (days: number): string =>
  days === 0
    ? 'Deleted as soon as their text is there.'
    : `Kept in this browser for ${days} ${days === 1 ? 'day' : 'days'} after their text is there, then deleted; you set how long under Transcription.`;

export const Privacy = ({ view, version }: { view: View; version: string }) => {
  const places = [...view.faces.map(({ name }) => name), ...view.settings.endpoints.map(({ name }) => name)];
  return (
    <div className={card.card}>
      <dl className={classes.facts}>
        <dt>Your keys</dt>
        <dd>
          In this browser's extension storage, on this computer, not encrypted. Only the background of Rondo reads them;
          this page sees their last four characters. They are never synced.
        </dd>
        <dt>Your settings, jobs and answers</dt>
        <dd>In this browser's storage, on this computer. Remove a job in the popup and its text is gone.</dd>
        <dt>Recordings</dt>
        <dd>
          {keptFor(view.settings.transcription.keepAudioDays)} While parts of a text are missing, its recording stays.
          What you record is written to disk every few seconds, and sent when you stop.
        </dd>
        <dt>What leaves this computer</dt>
        <dd>
          The text of a page when you summarize it, and a recording when you transcribe or dictate it. They go to the
          services you set up here ({places.join(', ')}), each to those you gave a key for or added yourself. A
          recording that lies on a web page is fetched from that page's site when you ask for it, and the list of models
          from models.dev if you switched that on. Nothing is counted or measured, and nobody else is contacted.
        </dd>
        <dt>What Rondo may read and hear</dt>
        <dd>
          The page in front of you, at the moment you ask for it. No script of Rondo runs in any page by itself. The
          microphone and the sound of a tab, from your press until you stop; the toolbar says REC as long.
        </dd>
      </dl>
      <p className={card.note}>Rondo {version}. Free software under the MIT licence.</p>
    </div>
  );
};
