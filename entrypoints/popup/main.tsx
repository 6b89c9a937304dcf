// Puts the popup together: the mirror of the background's view, the real actions, the real clock.
import { createRoot } from 'react-dom/client';
import { PageProvider } from '../../components/page.tsx';
import { Popup } from '../../components/popup/popup.tsx';
import '../../components/theme.css';
import { Trouble } from '../../components/trouble.tsx';
import { actions } from '../../lib/view/actions.ts';
import { openMirror, useTrouble, useView } from '../../lib/view/store.ts';

const mirror = openMirror();
const inTab = new URLSearchParams(location.search).has('tab');
const choosesHere = inTab || !import.meta.env.FIREFOX;

const Page = () => {
  const view = useView(mirror);
  const trouble = useTrouble(mirror);
  return (
    <PageProvider actions={actions} now={Date.now}>
      {trouble === null ? <Popup {...{ view, inTab, choosesHere }} /> : <Trouble message={trouble} />}
    </PageProvider>
  );
};

const root = document.getElementById('root');
if (root !== null) createRoot(root).render(<Page />);
