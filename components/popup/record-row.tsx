// Begins a recording of the microphone or of the tab in front. Records nothing itself.
import { type ReactNode, useState } from 'react';
import { Button } from '../button.tsx';
import { Checkbox } from '../field.tsx';
import { MicrophoneIcon, TabIcon } from '../icons.tsx';
import { Refusal } from '../notice.tsx';
import { useActions, useAsking } from '../page.tsx';
import classes from './record-row.module.css';

type RecordRowProps = {
  /** There is a tab in front that could be recorded, in a browser that lets it be. */
  canTab: boolean;
  /** Another choice, that stands beside those about recording. */
  children: ReactNode;
};

export const RecordRow = ({ canTab, children }: RecordRowProps) => {
  const actions = useActions();
  const starting = useAsking(actions['capture.start']);
  const startingTab = useAsking(actions.recordTab);
  const busy = starting.pending || startingTab.pending;
  const [withMicrophone, setWithMicrophone] = useState(false);
  return (
    <div className={classes.row}>
      <div className={classes.buttons} data-single={!canTab || undefined}>
        <Button busy={busy} onClick={() => void starting.run({ microphone: true, tab: null })}>
          <MicrophoneIcon />
          Record microphone
        </Button>
        {canTab ? (
          <Button busy={busy} onClick={() => void startingTab.run({ microphone: withMicrophone })}>
            <TabIcon />
            Record this tab
          </Button>
        ) : null}
      </div>
      <div className={classes.choices}>
        {children}
        {canTab ? <Checkbox label="with my microphone" on={withMicrophone} onChange={setWithMicrophone} /> : null}
      </div>
      {canTab ? <p className={classes.hint}>Recording a tab takes as long as it plays.</p> : null}
      <Refusal refusal={starting.refusal ?? startingTab.refusal} />
    </div>
  );
};
