// The button that mends what a check has shown: enters the right address, asks for the permission that is missing, or
// hands over the command that the user has to run. Afterwards it is asked again.
import { useState } from 'react';
import type { CheckFix } from '../../lib/domain/status.ts';
import { Button } from '../button.tsx';
import { CopyButton } from '../copy-button.tsx';
import { useActions } from '../page.tsx';
import classes from './check-line.module.css';

export type Fixing = {
  /** Enters that address in place of the one that was asked; false where it was refused. */
  enter: (baseUrl: string) => Promise<boolean>;
  again: () => void;
};

export const CheckFixes = ({ fix, fixing }: { fix: CheckFix; fixing: Fixing }) => (
  <div className={classes.fix} data-testid="fix">
    {fix.kind === 'base-url' ? <EnterAddress baseUrl={fix.baseUrl} fixing={fixing} /> : null}
    {fix.kind === 'permission' ? <AskPermission baseUrl={fix.baseUrl} fixing={fixing} /> : null}
    {fix.kind === 'command' ? <ShowCommand system={fix.system} command={fix.command} /> : null}
  </div>
);

type AddressProps = { baseUrl: string; fixing: Fixing };

const EnterAddress = ({ baseUrl, fixing }: AddressProps) => (
  <Button
    onClick={async () => {
      if (await fixing.enter(baseUrl)) fixing.again();
    }}
  >
    Use {baseUrl}
  </Button>
);

const AskPermission = ({ baseUrl, fixing }: AddressProps) => {
  const actions = useActions();
  const [refused, setRefused] = useState('');
  const ask = async () => {
    const origin = await actions.askForOrigin(baseUrl);
    setRefused(origin.ok ? '' : origin.message);
    if (origin.ok) fixing.again();
  };
  return (
    <>
      <Button onClick={ask}>Allow Rondo to reach {new URL(baseUrl).host}</Button>
      <span role="alert">{refused}</span>
    </>
  );
};

const ShowCommand = ({ system, command }: { system: string; command: string }) => (
  <>
    <p>
      Run this where the server runs ({system}), start the server anew, and test again:{' '}
      <CopyButton name={`Copy the command for ${system}`} word="Copy" text={() => command} />
    </p>
    <pre className={classes.command}>
      <code>{command}</code>
    </pre>
  </>
);
