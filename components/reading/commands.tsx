// What can be done with a transcript: summarize, save, copy, cancel, remove.
import type { Form, HistoryEntry } from '../../lib/domain/history.ts';
import type { SummaryJob } from '../../lib/domain/job.ts';
import { Button } from '../button.tsx';
import { CopyButton } from '../copy-button.tsx';
import { headingOf } from '../heading-of.ts';
import { CopyIcon, DownloadIcon, PageIcon } from '../icons.tsx';
import { Menu } from '../menu.tsx';
import { Refusal } from '../notice.tsx';
import { useActions, useAsking } from '../page.tsx';
import { RemoveButton } from '../remove-button.tsx';
import classes from './result.module.css';

const forms: readonly { id: Form; label: string; note: string }[] = [
  { id: 'text', label: 'Text', note: '.txt' },
  { id: 'srt', label: 'Subtitles, SRT', note: '.srt' },
  { id: 'vtt', label: 'Subtitles, WebVTT', note: '.vtt' },
  { id: 'markdown', label: 'Markdown with times', note: '.md' },
  { id: 'json', label: 'JSON with all there is', note: '.json' },
];

type CommandsProps = { entry: HistoryEntry; unfinished: boolean; summary: SummaryJob | undefined };

export const Commands = ({ entry, unfinished, summary }: CommandsProps) => {
  const actions = useActions();
  const summarizing = useAsking(actions['transcript.summarize']);
  const writing = useAsking(actions['transcript.write']);
  const cancelling = useAsking(actions['job.cancel']);
  const removing = useAsking(actions['job.remove']);
  const { id, text, title } = entry;
  const remove = async () => {
    if ((await removing.run({ id })) !== null) location.replace('#history');
  };
  const cancel = async (heading: HTMLElement | null) => {
    if ((await cancelling.run({ id })) !== null) heading?.focus();
  };
  const save = async (form: Form) => {
    const written = await writing.run({ id, form });
    if (written !== null) actions.save(written.file);
  };
  return (
    <>
      <div className={classes.buttons}>
        {text === '' || summary !== undefined ? null : (
          <Button busy={summarizing.pending} onClick={() => void summarizing.run({ id })}>
            <PageIcon />
            Summarize this
          </Button>
        )}
        {text === '' ? null : (
          <>
            <Menu
              name={
                <>
                  <DownloadIcon />
                  Download
                </>
              }
              items={forms}
              busy={writing.pending}
              onChoose={save}
            />
            <CopyButton name="Copy the text" word="Copy" weight="plain" icon={<CopyIcon />} text={() => text} />
          </>
        )}
        {unfinished ? (
          <Button busy={cancelling.pending} onClick={({ currentTarget }) => void cancel(headingOf(currentTarget))}>
            Cancel
          </Button>
        ) : (
          <RemoveButton question={`Remove ${title} with its recording?`} onConfirm={() => void remove()} />
        )}
      </div>
      <Refusal refusal={summarizing.refusal ?? writing.refusal ?? cancelling.refusal ?? removing.refusal} />
    </>
  );
};
