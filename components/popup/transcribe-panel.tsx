// Takes a recording by the file dialog or by dropping it; popup.tsx takes what is pasted. The file itself never travels in a message.
import { type ReactNode, useRef, useState } from 'react';
import type { View } from '../../lib/view/shapes.ts';
import { Button } from '../button.tsx';
import { Checkbox } from '../field.tsx';
import { WaveIcon } from '../icons.tsx';
import { Refusal } from '../notice.tsx';
import { type Asking, useActions, useAsking } from '../page.tsx';
import classes from './panel.module.css';
import { RecordRow } from './record-row.tsx';
import { SendLine } from './send-line.tsx';

type TranscribePanelProps = {
  view: View;
  inTab: boolean;
  choosesHere: boolean;
  transcribing: Pick<Asking<readonly File[], null>, 'pending' | 'refusal'>;
  onFiles: (files: readonly File[]) => void;
  /** Recordings that wait for a word before they are begun. */
  children: ReactNode;
};

export const TranscribePanel = (props: TranscribePanelProps) => {
  const { view, inTab, choosesHere, transcribing, onFiles, children } = props;
  const actions = useActions();
  const changing = useAsking(actions['transcription.change']);
  const input = useRef<HTMLInputElement>(null);
  const [over, setOver] = useState(false);
  const whoSpeaks = (
    <Checkbox
      label="Say who speaks"
      on={view.settings.transcription.speakers}
      onChange={(speakers) => void changing.run({ speakers })}
    />
  );
  return (
    <div className={classes.panel}>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: dropping is a second way to what the button does */}
      <div
        className={classes.drop}
        data-over={over || undefined}
        onDragEnter={() => setOver(true)}
        onDragLeave={({ currentTarget, relatedTarget }) =>
          // Onto the button is not out of the place.
          setOver(currentTarget.contains(relatedTarget as Node | null))
        }
        onDrop={() => setOver(false)}
      >
        <Button
          weight="main"
          wide
          busy={transcribing.pending}
          onClick={() => (choosesHere ? input.current?.click() : actions.openTab())}
        >
          <WaveIcon size={18} />
          {transcribing.pending
            ? 'Looking at the recording…'
            : choosesHere
              ? 'Choose an audio file'
              : 'Choose an audio file in a tab'}
        </Button>
        <input
          ref={input}
          type="file"
          multiple
          accept="audio/*,video/*"
          className="visually-hidden"
          aria-label="Audio file"
          tabIndex={-1}
          onChange={(event) => {
            const files = [...(event.target.files ?? [])];
            event.target.value = '';
            onFiles(files);
          }}
        />
        <SendLine next={view.status.next.transcription}>
          {choosesHere ? '' : 'Firefox closes this window while you choose. '}
          Or drop or paste one here, or its address: sound or film, of any length.{' '}
          {inTab || !choosesHere ? null : (
            <button type="button" onClick={() => actions.openTab()}>
              Open in a tab
            </button>
          )}
        </SendLine>
      </div>
      {view.captures.current === null ? (
        <RecordRow canTab={view.captures.canTab && !inTab}>{whoSpeaks}</RecordRow>
      ) : (
        whoSpeaks
      )}
      <Refusal refusal={transcribing.refusal ?? changing.refusal} />
      {children}
    </div>
  );
};
