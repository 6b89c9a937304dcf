// How to dictate, with the shortcut as it is set in this browser.
import { useEffect, useState } from 'react';
import { Button } from '../button.tsx';
import { useActions } from '../page.tsx';
import card from './card.module.css';
import classes from './dictation.module.css';

/** Read anew whenever the user comes back, perhaps from having changed it. Undefined: not read yet, or there can be none. */
const useShortcut = (): string | null | undefined => {
  const actions = useActions();
  const [shortcut, setShortcut] = useState<string | null>();
  useEffect(() => {
    const read = () => void actions.readShortcut().then(setShortcut);
    read();
    addEventListener('focus', read);
    return () => removeEventListener('focus', read);
  }, [actions]);
  return shortcut;
};

export const Dictation = () => {
  const actions = useActions();
  const shortcut = useShortcut();
  if (shortcut === undefined) return null;
  return (
    <div className={card.card} data-testid="dictation">
      <h3 className={card.name}>Dictation</h3>
      <p className={card.note}>
        {shortcut === null ? (
          'No shortcut is set yet; another extension may have the usual one. With one, you press it'
        ) : (
          <>
            Press <kbd className={classes.keys}>{shortcut}</kbd>
          </>
        )}{' '}
        on any page, speak, and press it again: the text stands at the cursor, or on the clipboard where no field has
        it.
      </p>
      <div className={card.row}>
        <Button onClick={() => actions.changeShortcut()}>
          {shortcut === null ? 'Set a shortcut' : 'Change the shortcut'}
        </Button>
      </div>
    </div>
  );
};
