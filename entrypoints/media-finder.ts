// Put into a page when the popup asks what can be heard there; returns what it found to the background and is gone.
import { defineUnlistedScript } from 'wxt/utils/define-unlisted-script';
import { findMedia } from '../lib/page/find-media.ts';

export default defineUnlistedScript(() => findMedia(document));
