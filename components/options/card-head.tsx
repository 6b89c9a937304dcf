// The head of a provider's or an endpoint's card: its name, how it stands, and whether it is used.
import type { OwnerStatus } from '../../lib/domain/status.ts';
import { Switch } from '../field.tsx';
import { HealthDot } from '../health-dot.tsx';
import { useNow } from '../page.tsx';
import { healthWords } from '../words.ts';
import card from './card.module.css';

type CardHeadProps = {
  id: string;
  name: string;
  /** Absent where the background has not spoken of it yet. */
  owner: OwnerStatus | undefined;
  on: boolean;
  onSwitch: (on: boolean) => void;
};

/** The id of the name in it, for `aria-labelledby`. */
export const headingOf = (id: string): string => `${id}-name`;

export const CardHead = ({ id, name, owner, on, onSwitch }: CardHeadProps) => {
  const now = useNow(owner?.health.until != null);
  return (
    <header className={card.head}>
      <h3 id={headingOf(id)} className={card.name}>
        {name}
      </h3>
      {owner === undefined ? null : (
        <p className={card.health} title={owner.health.why}>
          <HealthDot state={owner.health.state} />
          <span>{healthWords(owner.health, now)}</span>
        </p>
      )}
      <Switch name={`Use ${name}`} on={on} onChange={onSwitch} />
    </header>
  );
};
