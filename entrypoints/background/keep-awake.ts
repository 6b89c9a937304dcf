// Keeps the background alive while work is under way. A worker is ended 30 s after its last event even while a fetch
// waits or streams; each call of an extension API starts those 30 s anew (measured on Chromium 156 and Firefox 153).
import { browser } from 'wxt/browser';

const every = 20_000;
let works = 0;
let timer: ReturnType<typeof setInterval> | undefined;

export type KeepAwake = <Result>(work: Promise<Result>) => Promise<Result>;

export const keepAwake: KeepAwake = async (work) => {
  works += 1;
  timer ??= setInterval(() => void browser.runtime.getPlatformInfo(), every);
  try {
    return await work;
  } finally {
    works -= 1;
    if (works === 0) {
      clearInterval(timer);
      timer = undefined;
    }
  }
};
