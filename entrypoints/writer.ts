// Put into a page at the command to dictate; the background then tells it what to write. It stays in its own world, which
// the page cannot see, and is gone with the page.
import { defineUnlistedScript } from 'wxt/utils/define-unlisted-script';
import { createWriter, type Writer } from '../lib/page/writer.ts';

export default defineUnlistedScript(() => {
  const world: typeof globalThis & { rondoWriter?: Writer } = globalThis;
  // The one that stands there knows what it has said.
  world.rondoWriter ??= createWriter(document);
});
