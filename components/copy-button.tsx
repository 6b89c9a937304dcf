// Copies a text that is made at the press, and says so for a moment, also where the browser did not allow it.
import { type ComponentProps, type ReactNode, useEffect, useState } from 'react';
import { Button } from './button.tsx';
import { useActions } from './page.tsx';

/** How long it says what came of it. */
const shownFor = 2500;

type CopyButtonProps = {
  name: string;
  word: string;
  text: () => string;
  icon?: ReactNode;
  weight?: ComponentProps<typeof Button>['weight'];
};

export const CopyButton = ({ name, word, text, icon, weight = 'quiet' }: CopyButtonProps) => {
  const actions = useActions();
  const [copied, setCopied] = useState<boolean | null>(null);
  useEffect(() => {
    if (copied === null) return;
    const timer = setTimeout(() => setCopied(null), shownFor);
    return () => clearTimeout(timer);
  }, [copied]);
  const copy = async () => setCopied(await actions.copy(text()));
  return (
    <>
      <Button weight={weight} aria-label={name} onClick={copy}>
        {icon}
        {copied === null ? word : copied ? 'Copied' : 'Not allowed'}
      </Button>
      <span role="status" className="visually-hidden">
        {copied === null ? '' : copied ? 'Copied.' : 'The browser did not let Rondo copy it.'}
      </span>
    </>
  );
};
