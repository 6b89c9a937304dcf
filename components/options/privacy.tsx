// What is kept where, and what leaves this computer: only what is true of this version.
import type { View } from '../../lib/view/shapes.ts';
import card from './card.module.css';
import classes from './privacy.module.css';

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
        <dd>Kept in this browser while their job may still need them, then deleted.</dd>
        <dt>What leaves this computer</dt>
        <dd>
          The text of a page when you summarize it, and a recording when you transcribe it. They go to the services you
          set up here ({places.join(', ')}), each to those you gave a key for or added yourself. Nothing is counted,
          measured or sent anywhere else.
        </dd>
        <dt>What Rondo may read</dt>
        <dd>The page in front of you, at the moment you ask for it. No script of Rondo runs in any page by itself.</dd>
      </dl>
      <p className={card.note}>Rondo {version}. Free software under the MIT licence.</p>
    </div>
  );
};
