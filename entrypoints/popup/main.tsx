// Puts the popup together: the mirror of the background's view, the real actions, the real clock.
import { createRoot } from 'react-dom/client';
import { PageProvider } from '../../components/page.tsx';
import { Popup } from '../../components/popup/popup.tsx';
import '../../components/theme.css';
import { actions } from '../../lib/view/actions.ts';
import { openMirror, useView } from '../../lib/view/store.ts';

const mirror = openMirror();
const inTab = new URLSearchParams(location.search).has('tab');

const Page = () => (
  <PageProvider actions={actions} now={Date.now}>
    <Popup view={useView(mirror)} inTab={inTab} />
  </PageProvider>
);

const root = document.getElementById('root');
if (root !== null) createRoot(root).render(<Page />);
