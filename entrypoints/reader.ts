// Put into a page at the click on Summarize; returns its text to the background and is gone.
import { defineUnlistedScript } from 'wxt/utils/define-unlisted-script';
import { readPage } from '../lib/page/read-page.ts';

export default defineUnlistedScript(() => readPage(document, String(window.getSelection() ?? '')));
