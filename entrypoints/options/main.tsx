// Puts the settings page together: the mirror of the background's view, the real actions, the real clock.
import { createRoot } from 'react-dom/client';
import { Options } from '../../components/options/options.tsx';
import { PageProvider } from '../../components/page.tsx';
import '../../components/theme.css';
import { actions, version } from '../../lib/view/actions.ts';
import { openMirror, useView } from '../../lib/view/store.ts';

const mirror = openMirror();

const Page = () => (
  <PageProvider actions={actions} now={Date.now}>
    <Options view={useView(mirror)} version={version()} />
  </PageProvider>
);

const root = document.getElementById('root');
if (root !== null) createRoot(root).render(<Page />);
