// From when the prices and windows of models are, and the wish to have them fetched anew once a day.
import { useState } from 'react';
import { modelsDevAddress } from '../../lib/domain/address.ts';
import type { View } from '../../lib/view/shapes.ts';
import { Button } from '../button.tsx';
import { Refusal } from '../notice.tsx';
import { useActions, useAsking } from '../page.tsx';
import classes from './refresh-row.module.css';

const dayOf = (isoDay: string): string =>
  new Date(isoDay).toLocaleDateString('en', { dateStyle: 'medium', timeZone: 'UTC' });
const momentOf = (time: number): string =>
  new Date(time).toLocaleString('en', { dateStyle: 'medium', timeStyle: 'short' });

export const RefreshRow = ({ view }: { view: View }) => {
  const actions = useActions();
  const refreshing = useAsking(actions['catalog.refresh']);
  const stopping = useAsking(actions['catalog.stop']);
  const [refused, setRefused] = useState<string | null>(null);
  const { readOn, refreshedAt } = view.status.catalog;
  const refresh = async () => {
    setRefused(null);
    const origin = await actions.askForOrigin(modelsDevAddress);
    if (origin.ok) await refreshing.run({});
    else setRefused(origin.message);
  };
  return (
    <div className={classes.row} data-testid="refresh">
      <div className={classes.words}>
        <p className={classes.from}>
          Prices and windows: bundled of {dayOf(readOn)}
          {refreshedAt === null ? '' : `; refreshed ${momentOf(refreshedAt)}`}
        </p>
        <p className={classes.hint}>
          {refreshedAt === null
            ? 'Each key’s own list of models is read daily. What it does not say can be fetched from models.dev, an open catalog; Rondo tells it nothing of you.'
            : 'Rondo fetches them from models.dev once a day, and believes its own figures first. Stop forgets what was fetched.'}
        </p>
      </div>
      <div className={classes.buttons}>
        <Button busy={refreshing.pending} onClick={() => void refresh()}>
          {refreshing.pending ? 'Refreshing…' : 'Refresh from models.dev'}
        </Button>
        {refreshedAt === null ? null : (
          <Button
            weight="quiet"
            aria-label="Stop refreshing from models.dev"
            busy={stopping.pending}
            onClick={() => void stopping.run({})}
          >
            Stop
          </Button>
        )}
      </div>
      <div className={classes.trouble}>
        <Refusal refusal={refused === null ? refreshing.refusal : { ok: false, message: refused, fix: 'none' }} />
        <Refusal refusal={stopping.refusal} />
      </div>
    </div>
  );
};
