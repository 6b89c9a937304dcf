// Puts the settings page together: the mirror of the background's view, the real actions, the real clock.
import { createRoot } from 'react-dom/client';
import { Options } from '../../components/options/options.tsx';
import { PageProvider } from '../../components/page.tsx';
import '../../components/theme.css';
import { Trouble } from '../../components/trouble.tsx';
import { actions, version } from '../../lib/view/actions.ts';
import { openMirror, useTrouble, useView } from '../../lib/view/store.ts';

const mirror = openMirror();

const Page = () => {
  const view = useView(mirror);
  const trouble = useTrouble(mirror);
  return (
    <PageProvider actions={actions} now={Date.now}>
      {trouble === null ? <Options view={view} version={version()} /> : <Trouble message={trouble} />}
    </PageProvider>
  );
};

const root = document.getElementById('root');
if (root !== null) createRoot(root).render(<Page />);
