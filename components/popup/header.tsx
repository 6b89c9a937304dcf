// The popup's head: the name, how each provider and endpoint stands, and the way to the settings.
import type { OwnerStatus, Status } from '../../lib/domain/status.ts';
import { IconButton } from '../button.tsx';
import { HealthDot } from '../health-dot.tsx';
import { SettingsIcon } from '../icons.tsx';
import { Mark } from '../mark.tsx';
import { useActions, useNow } from '../page.tsx';
import { healthWords, timeLeft } from '../words.ts';
import classes from './header.module.css';

export const Header = ({ status, running }: { status: Status; running: boolean }) => {
  const actions = useActions();
  const now = useNow(status.owners.some(({ health }) => health.until !== null));
  return (
    <header className={classes.header}>
      <div className={classes.top}>
        <Mark size={26} turning={running} />
        <h1 className={classes.name}>Rondo</h1>
        <IconButton name="Settings" onClick={() => actions.openSettings()}>
          <SettingsIcon size={18} />
        </IconButton>
      </div>
      <ul className={classes.owners} aria-label="How your providers stand">
        {status.owners.map((owner) => (
          <li key={owner.id}>
            <OwnerDot owner={owner} now={now} />
          </li>
        ))}
      </ul>
    </header>
  );
};

const OwnerDot = ({ owner, now }: { owner: OwnerStatus; now: number }) => {
  const actions = useActions();
  const { health } = owner;
  const words = `${owner.name}: ${healthWords(health, now)}. ${health.why}`.trim();
  const resting = health.state === 'resting' && health.until !== null && health.until > now;
  return (
    <button
      type="button"
      className={classes.owner}
      data-testid={`dot-${owner.id}`}
      data-state={health.state}
      aria-label={words}
      title={words}
      onClick={() => actions.openSettings(owner.id)}
    >
      <HealthDot state={health.state} />
      <span>{owner.name}</span>
      {resting && health.until !== null ? <span className={classes.left}>{timeLeft(health.until - now)}</span> : null}
    </button>
  );
};
