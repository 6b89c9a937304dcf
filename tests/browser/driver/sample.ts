// A tiny extension to try the driver on, so that its tests do not hang on the product's state. Never loaded by the product.
import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const files = {
  'manifest.json': JSON.stringify({
    manifest_version: 3,
    name: 'Sample',
    version: '1',
    permissions: ['activeTab', 'scripting', 'storage'],
    optional_host_permissions: ['http://*/*', 'https://*/*'],
    background: { service_worker: 'background.js' },
    action: { default_popup: 'popup.html' },
  }),
  // Each life of the worker has another number.
  'background.js': `
    const life = Math.random();
    console.log('the worker speaks');
    chrome.runtime.onMessage.addListener((message, sender, reply) => reply(life));
  `,
  'page.html': '<!doctype html><title>Page</title><button>Ask</button><output></output><script src="page.js"></script>',
  'page.js': `
    console.log('the page speaks\\nin two lines', { inside: 'an object' });
    document.querySelector('button').onclick = async () => {
      const granted = await chrome.permissions.request({ origins: ['http://127.0.0.1/*'] });
      document.querySelector('output').textContent = String(granted);
    };
  `,
  'popup.html':
    '<!doctype html><title>Popup</title><button>Read</button><output></output><script src="popup.js"></script>',
  'popup.js': `
    console.log('the popup speaks');
    document.querySelector('button').onclick = async () => {
      const [tab] = await chrome.tabs.query({ active: true, currentWindow: true });
      const [read] = await chrome.scripting.executeScript({ target: { tabId: tab.id }, func: () => document.title });
      document.querySelector('output').textContent = read.result;
    };
  `,
};

/** Writes it into a new temporary folder and answers with that. */
export const writeSample = async (): Promise<string> => {
  const folder = await mkdtemp(join(tmpdir(), 'rondo-sample-'));
  await Promise.all(Object.entries(files).map(([name, text]) => writeFile(join(folder, name), text)));
  return folder;
};
