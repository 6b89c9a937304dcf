// Puts the reading page together, in the side panel and in a tab: the mirror of the background's view, the real actions,
// the real clock. What is read stands behind the # of the address, so that Back and Reload work.
import { useSyncExternalStore } from 'react';
import { createRoot } from 'react-dom/client';
import { PageProvider } from '../../components/page.tsx';
import { Reading } from '../../components/reading/reading.tsx';
import '../../components/theme.css';
import { Trouble } from '../../components/trouble.tsx';
import { actions } from '../../lib/view/actions.ts';
import { openMirror, useTrouble, useView } from '../../lib/view/store.ts';

const mirror = openMirror();

const onAddress = (heard: () => void) => {
  addEventListener('hashchange', heard);
  return () => removeEventListener('hashchange', heard);
};

const placeNow = (): string => location.hash.slice(1) || 'history';

const Page = () => {
  const view = useView(mirror);
  const trouble = useTrouble(mirror);
  const place = useSyncExternalStore(onAddress, placeNow);
  return (
    <PageProvider actions={actions} now={Date.now}>
      {trouble === null ? (
        <Reading view={view} openId={place === 'history' ? null : place} />
      ) : (
        <Trouble message={trouble} />
      )}
    </PageProvider>
  );
};

const root = document.getElementById('root');
if (root !== null) createRoot(root).render(<Page />);
