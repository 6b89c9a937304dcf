// A sentence that must not be missed, with the button that helps. A refusal is what happened, what was done and what to do.
import type { ReactNode } from 'react';
import type { RefusalReply } from '../lib/view/shapes.ts';
import { Button } from './button.tsx';
import { InfoIcon, WarningIcon } from './icons.tsx';
import classes from './notice.module.css';
import { useActions } from './page.tsx';

type NoticeProps = { tone: 'bad' | 'rest' | 'plain'; children: ReactNode; action?: ReactNode };

export const Notice = ({ tone, children, action }: NoticeProps) => (
  <div className={classes.notice} data-tone={tone}>
    {tone === 'plain' ? <InfoIcon /> : <WarningIcon />}
    <div className={classes.words}>
      <div>{children}</div>
      {action === undefined ? null : <div className={classes.actions}>{action}</div>}
    </div>
  </div>
);

const fixWords: Record<Exclude<RefusalReply['fix'], 'none'>, { word: string; place: string }> = {
  'add-key': { word: 'Add a key', place: 'providers' },
  options: { word: 'Open settings', place: 'providers' },
};

/** Always there, so that a screen reader hears what comes into it. */
export const Refusal = ({ refusal }: { refusal: RefusalReply | null }) => {
  const actions = useActions();
  const fix = refusal === null || refusal.fix === 'none' ? null : fixWords[refusal.fix];
  return (
    <div role="alert" className={classes.refusal}>
      {refusal === null ? null : (
        <Notice
          tone="bad"
          action={
            fix === null ? undefined : <Button onClick={() => actions.openSettings(fix.place)}>{fix.word}</Button>
          }
        >
          {refusal.message}
        </Notice>
      )}
    </div>
  );
};
