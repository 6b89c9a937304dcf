// Puts the page together that asks for the microphone, since no popup and no hidden page can. In Firefox, which has no
// offscreen document, it is also the one that records.
import { createRoot } from 'react-dom/client';
import { Microphone } from '../../components/microphone/microphone.tsx';
import { PageProvider } from '../../components/page.tsx';
import '../../components/theme.css';
import { Trouble } from '../../components/trouble.tsx';
import { browserMedia, createRecorder } from '../../lib/audio/recorder.ts';
import { askForMicrophone, watchMicrophone } from '../../lib/audio/sources.ts';
import { type CaptureTeller, connectCapture } from '../../lib/messaging/capture.ts';
import { putPart } from '../../lib/storage/parts.ts';
import { actions } from '../../lib/view/actions.ts';
import { openMirror, useTrouble, useView } from '../../lib/view/store.ts';

const close = () => window.close();
const mirror = openMirror();
const query = new URLSearchParams(location.search);
const tab = query.get('tab');
/** Opened for somebody who has just pressed. The mark goes, so that a page that is reloaded or restored records nothing by itself. */
const fresh = query.has('fresh');
query.delete('fresh');
history.replaceState(null, '', `?${query}`);

/** From the press on until one recording is over: the next one asks in a page of its own, which is in front then. */
const connect = () => {
  const tell: CaptureTeller['tell'] = (event) => {
    teller.tell(event);
    if (event.type !== 'now') teller.close();
  };
  const recorder = createRecorder({ media: browserMedia, putPart, now: Date.now, mayAsk: true, tell });
  const open = () => {
    const opened = connectCapture(recorder.take, () => {
      teller = open();
    });
    opened.tell({ type: 'now', now: recorder.now() });
    return opened;
  };
  let teller = open();
};

const Page = () => {
  const view = useView(mirror);
  const trouble = useTrouble(mirror);
  return (
    <PageProvider actions={actions} now={Date.now}>
      {trouble === null ? (
        <Microphone
          view={view}
          tab={tab === null ? null : Number(tab)}
          purpose={query.get('purpose') === 'dictation' ? 'dictation' : 'transcript'}
          fresh={fresh}
          record={import.meta.env.FIREFOX ? connect : null}
          ask={askForMicrophone}
          watch={watchMicrophone}
          close={close}
        />
      ) : (
        <Trouble message={trouble} />
      )}
    </PageProvider>
  );
};

const root = document.getElementById('root');
if (root !== null) createRoot(root).render(<Page />);
