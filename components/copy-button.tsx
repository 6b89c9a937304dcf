// Copies a text that is made at the press, and says so for a moment, also where the browser did not allow it.
import { type ComponentProps, type ReactNode, useEffect, useState } from 'react';
import { Button, IconButton } from './button.tsx';
import { CheckIcon, CopyIcon } from './icons.tsx';
import { useActions } from './page.tsx';

/** How long it says what came of it. */
const shownFor = 2500;

/** `copied`: null while there is nothing to say. */
const useCopying = (text: () => string): { copied: boolean | null; copy: () => void; told: ReactNode } => {
  const actions = useActions();
  const [copied, setCopied] = useState<boolean | null>(null);
  useEffect(() => {
    if (copied === null) return;
    const timer = setTimeout(() => setCopied(null), shownFor);
    return () => clearTimeout(timer);
  }, [copied]);
  const copy = async () => setCopied(await actions.copy(text()));
  const told = (
    <span role="status" className="visually-hidden">
      {copied === null ? '' : copied ? 'Copied.' : 'The browser did not let Rondo copy it.'}
    </span>
  );
  return { copied, copy: () => void copy(), told };
};

type CopyButtonProps = {
  name: string;
  word: string;
  text: () => string;
  icon?: ReactNode;
  weight?: ComponentProps<typeof Button>['weight'];
};

export const CopyButton = ({ name, word, text, icon, weight = 'quiet' }: CopyButtonProps) => {
  const { copied, copy, told } = useCopying(text);
  return (
    <>
      <Button weight={weight} aria-label={name} onClick={copy}>
        {icon}
        {copied === null ? word : copied ? 'Copied' : 'Not allowed'}
      </Button>
      {told}
    </>
  );
};

/** The same where there is room for its sign alone. */
export const CopyIconButton = ({ text }: { text: string }) => {
  const { copied, copy, told } = useCopying(() => text);
  return (
    <>
      <IconButton
        name={copied === null ? 'Copy' : copied ? 'Copied' : 'Not allowed'}
        disabled={text === ''}
        onClick={copy}
      >
        {copied === true ? <CheckIcon /> : <CopyIcon />}
      </IconButton>
      {told}
    </>
  );
};
