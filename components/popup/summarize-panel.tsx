// Starts the summary of the page in front, and says beforehand who would be asked. Reads nothing itself.
import type { Next } from '../../lib/domain/status.ts';
import { Button } from '../button.tsx';
import { PageIcon } from '../icons.tsx';
import { Notice, Refusal } from '../notice.tsx';
import { useActions, useAsking } from '../page.tsx';
import classes from './panel.module.css';
import { SendLine } from './send-line.tsx';

type SummarizePanelProps = { next: Next; inTab: boolean; onStarted: (jobId: string) => void };

export const SummarizePanel = ({ next, inTab, onStarted }: SummarizePanelProps) => {
  const actions = useActions();
  const summarizing = useAsking(actions.summarize);
  const start = async () => {
    const started = await summarizing.run({});
    if (started !== null) onStarted(started.jobId);
  };
  if (inTab)
    return (
      <div className={classes.panel}>
        <Notice tone="plain">
          To summarize a page, go to its tab and press the Rondo button of the toolbar there. The summary then shows
          here too.
        </Notice>
      </div>
    );
  return (
    <div className={classes.panel}>
      <Button weight="main" wide busy={summarizing.pending} onClick={start}>
        <PageIcon size={18} />
        {summarizing.pending ? 'Reading the page…' : 'Summarize this page'}
      </Button>
      <SendLine next={next}>Reads what you have selected on it, or else the article.</SendLine>
      <Refusal refusal={summarizing.refusal} />
    </div>
  );
};
