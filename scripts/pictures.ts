// `npm run pictures`: takes the pictures of the README with the real extension in a real browser, over the practice
// providers. Needs a build. Writes into docs/pictures alone; nothing leaves this computer.
import { mkdir, mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { Page } from 'puppeteer-core';
import { openRondo, type Rondo } from '../tests/browser/driver/index.ts';
import {
  addKeys,
  fill,
  press,
  setBaseUrl,
  shownJob,
  summarize,
  transcribe,
  waitForEnd,
} from '../tests/browser/driver/steps.ts';
import { type Farm, startFarm } from '../tests/farm/index.ts';
import { toneWave, words } from '../tests/farm/tones.ts';

const folder = fileURLToPath(new URL('../docs/pictures', import.meta.url));
/** Where the practice article seems to come from. */
const host = 'signals.example';
const mostBytes = 250_000;

/** Of the right shape, and they open nothing anywhere. */
const keys = {
  personal: 'gsk_practice0000000000000000000000000000Q7xA',
  club: 'gsk_practice00000000000000000000000000009fLp',
  old: 'gsk_practice0000000000000000000000000000tt0B',
  work: 'sk-proj-practice0000000000000000000000m2Ke',
  trial: 'tgp_v1_practice000000000000000000000000w8Zd',
} as const;

/** What is said in it, each sentence with when it begins, in seconds. */
const interview = [
  [0.4, 'My grandfather kept the harbour light for thirty-one years.'],
  [
    5.2,
    'He used to say that the lamp was the easy part; the hard part was the fog bell, struck by hand twice a minute.',
  ],
  [13.6, 'We children took turns at it when he was ill, and nobody in the village ever found out.'],
  [22.8, 'And the recordings that the museum has, is that the same sound?'],
  [27.1, 'No. It is too clean. You do not hear the rope, or the man who is tired.'],
  [35.9, 'One winter the ice stood in the harbour until the end of March, and not one boat went out.'],
  [43.4, 'He rang all the same. Somebody might be walking home over the ice, he said.'],
] as const;
const interviewEnd = 50;

const transcript = JSON.stringify({
  task: 'transcribe',
  language: 'English',
  duration: interviewEnd,
  text: interview.map(([, text]) => text).join(' '),
  segments: interview.map(([start, text], id) => {
    const next = interview[id + 1]?.[0] ?? interviewEnd;
    // Between question and answer there is a pause.
    return { id, start, end: next - ([2, 3].includes(id) ? 2.2 : 0.4), text: ` ${text}` };
  }),
});

const bodyOf = async (request: IncomingMessage): Promise<Buffer> => Buffer.concat(await request.toArray());

/**
 * Practice speech models hear tones and no voices, so one that has always heard this interview stands before them.
 * Everything else is passed on.
 */
const startListener = async (practice: string) => {
  const origin = new URL(practice).origin;
  const server = createServer(async (request, response) => {
    const { method, url = '', headers } = request;
    const body = await bodyOf(request);
    if (url.endsWith('/audio/transcriptions')) {
      await sleep(1_400);
      response.setHeader('content-type', 'application/json');
      response.end(transcript);
      return;
    }
    const passed = { authorization: headers.authorization ?? '', 'content-type': headers['content-type'] ?? '' };
    const answer = await fetch(origin + url, {
      method,
      headers: passed,
      ...(body.length > 0 ? { body: new Uint8Array(body) } : {}),
    });
    response.writeHead(answer.status, { 'content-type': answer.headers.get('content-type') ?? '' });
    response.end(await answer.text());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()));
  const { port } = server.address() as AddressInfo;
  return { baseUrl: practice.replace(origin, `http://127.0.0.1:${port}`), close: () => server.closeAllConnections() };
};

const nameKey = async (options: Page, last4: string, name: string): Promise<void> => {
  const field = await options.waitForSelector(`::-p-aria([name="Name of the key ending in ${last4}"][role="textbox"])`);
  await field?.click({ count: 3 });
  await options.keyboard.type(name);
  await options.keyboard.press('Enter');
};

const setUp = async (rondo: Rondo, farm: Farm, groqUrl: string): Promise<Page> => {
  await rondo.allowOrigins();
  farm.groq.addKey(keys.personal, { organization: 'org_one', plan: 'free' });
  farm.groq.addKey(keys.club, { organization: 'org_two', plan: 'free' });
  farm.openai.addKey(keys.work);
  farm.together.addKey(keys.trial);
  const options = await rondo.page('options.html');
  await setBaseUrl(options, 'Groq', groqUrl);
  await setBaseUrl(options, 'OpenAI', farm.openai.baseUrl);
  await setBaseUrl(options, 'TogetherAI', farm.together.baseUrl);
  await addKeys(options, 'Groq', [keys.personal, keys.club, keys.old]);
  await addKeys(options, 'OpenAI', [keys.work]);
  await addKeys(options, 'TogetherAI', [keys.trial]);
  await nameKey(options, 'Q7xA', 'personal');
  await nameKey(options, '9fLp', 'chess club');
  await nameKey(options, 'tt0B', 'old laptop');
  await nameKey(options, 'm2Ke', 'work');
  await nameKey(options, 'w8Zd', 'trial');
  return options;
};

type Look = { width: number; height: number; scheme: 'light' | 'dark' };

const take = async (page: Page, name: string, { width, height, scheme }: Look): Promise<void> => {
  const path = join(folder, `${name}.png`) as `${string}.png`;
  await page.bringToFront();
  await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: scheme }]);
  await page.setViewport({ width, height, deviceScaleFactor: 2 });
  // A late font or a line of Markdown that is still being fetched.
  await sleep(500);
  await page.screenshot({ path });
  const { size } = await stat(path);
  console.log(`${path}  ${Math.round(size / 1000)} kB`);
  if (size > mostBytes) throw new Error(`The picture ${name} is larger than ${mostBytes / 1000} kB.`);
};

/** The popup over a tab cannot be given a size; the same page in a tab of its own shows the same. */
const popupInTab = async (rondo: Rondo): Promise<Page> => {
  const page = await rondo.page('popup.html');
  await page.waitForSelector('[data-testid="job"]');
  return page;
};

const openWhy = (page: Page): Promise<void> =>
  page.$eval('details', (details) => {
    details.open = true;
    details.scrollIntoView({ block: 'end' });
  });

const takeSummary = async (rondo: Rondo, article: Page): Promise<void> => {
  const popup = await rondo.popupOn(article);
  await summarize(popup);
  await waitForEnd(popup);
  await popup.close();
  const page = await popupInTab(rondo);
  await take(page, 'summary-light', { width: 400, height: 560, scheme: 'light' });
  await page.close();
};

const takeTranscript = async (rondo: Rondo, article: Page): Promise<void> => {
  const recordings = await mkdtemp(join(tmpdir(), 'rondo-recording-'));
  try {
    const file = join(recordings, 'harbour-museum-interview.wav');
    await writeFile(file, toneWave(words(2026, 160)));
    const popup = await rondo.popupOn(article);
    await transcribe(popup, file);
    await waitForEnd(popup);
    await popup.close();
  } finally {
    await rm(recordings, { recursive: true, force: true });
  }
  const page = await popupInTab(rondo);
  await openWhy(page);
  await take(page, 'transcript-dark', { width: 400, height: 560, scheme: 'dark' });
  const { id = '' } = (await shownJob(page)) ?? {};
  await page.close();
  await takeReading(rondo, id);
};

/** The transcript beside its sound, with a sentence of it in play. */
const takeReading = async (rondo: Rondo, id: string): Promise<void> => {
  const page = await rondo.page(`sidepanel.html#${id}`);
  await page.setViewport({ width: 900, height: 720, deviceScaleFactor: 2 });
  await page.waitForFunction(() => (document.querySelector('audio')?.readyState ?? 0) > 0);
  await press(page, 'button', 'Rename');
  await fill(page, page, 'Title', 'Harbour museum interview');
  await page.keyboard.press('Enter');
  await page.waitForSelector('::-p-aria([name="Harbour museum interview"][role="heading"])');
  await page.click('[data-sentence="2"]');
  await page.waitForSelector('[data-playing]');
  await page.mouse.move(2, 2);
  await take(page, 'reading-light', { width: 900, height: 720, scheme: 'light' });
  await page.close();
};

const takeAll = async (rondo: Rondo, farm: Farm, groqUrl: string): Promise<void> => {
  const options = await setUp(rondo, farm, groqUrl);
  const article = await rondo.browser.newPage();
  await article.goto(`http://${host}/article`);
  await takeSummary(rondo, article);
  await takeTranscript(rondo, article);
  // Without what the page has just said of the changes.
  await options.reload();
  await options.waitForSelector('[data-testid="key"]');
  await take(options, 'options-light', { width: 1100, height: 820, scheme: 'light' });
};

const main = async (): Promise<void> => {
  await mkdir(folder, { recursive: true });
  const farm = await startFarm({ deltaMs: 5 });
  const listener = await startListener(farm.groq.baseUrl);
  const { host: place } = new URL(farm.pages.url);
  const rondo = await openRondo({ args: ['--hide-scrollbars', `--host-resolver-rules=MAP ${host} ${place}`] });
  try {
    await takeAll(rondo, farm, listener.baseUrl);
  } finally {
    await rondo.close();
    listener.close();
    await farm.close();
  }
};

await main();
process.exit();
