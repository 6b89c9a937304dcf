// Recordings of a tab that plays: what it plays is what is transcribed, alone and with the microphone.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'puppeteer-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Said, writeRecording } from '../farm/recordings.ts';
import { press } from './driver/steps.ts';
import {
  hasEnded,
  microphoneFlags,
  play,
  playedAgain,
  record,
  setMicrophone,
  shownCapture,
  startPlayer,
  transcribed,
  waitForSeconds,
  withTabSound,
  wordsOf,
} from './recordings.ts';
import { keys, openWorld, setUp, until, type World } from './world.ts';

let world: World;
let folder: string;
let player: Awaited<ReturnType<typeof startPlayer>>;
let played: Said[];
let spoken: Said[];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rondo-tab-'));
  const [tape, voice] = [join(folder, 'tape.wav'), join(folder, 'voice.wav')];
  played = await writeRecording(tape, { seconds: 15, seed: 3 });
  spoken = await writeRecording(voice, { seconds: 9, seed: 4, rate: 48_000, still: [{ start: 0, end: 3 }] });
  player = await startPlayer(tape);
  world = await openWorld(5, { args: microphoneFlags(voice), extension: await withTabSound(folder) });
  await setMicrophone(world, 'granted');
  await setUp(world, { Groq: [keys.groqOne] });
});
afterAll(async () => {
  await world.close();
  await player.close();
  await rm(folder, { recursive: true, force: true });
});

/** What is joined to what from now on in the document that records, by the names of Web Audio's nodes. */
const watchSound = async (): Promise<string[]> => {
  const target = world.rondo.browser.targets().find((each) => each.url().endsWith('/offscreen.html'));
  const session = await target?.createCDPSession();
  const kinds = new Map<string, string>();
  const joined: string[] = [];
  session?.on('WebAudio.audioNodeCreated', ({ node }) => void kinds.set(node.nodeId, node.nodeType));
  session?.on('WebAudio.nodesConnected', ({ sourceId, destinationId }) => {
    joined.push(`${kinds.get(sourceId)} to ${kinds.get(destinationId)}`);
  });
  await session?.send('WebAudio.enable');
  return joined;
};
const discard = async (popup: Page): Promise<void> => {
  await press(popup, 'button', 'Discard this recording');
  await press(popup, 'button', 'Discard');
  await until('its end', async () => (await shownCapture(popup)) === null);
};

const names = (said: readonly Said[]) => said.map(({ word }) => word);

describe('a tab', () => {
  it('is recorded while it plays, and every word comes out, in order, under its title', playedAgain, async () => {
    const page = await world.open(player.url);
    const popup = await world.rondo.popupOn(page);
    await record(popup, 'Record this tab');
    expect((await shownCapture(popup))?.words).toContain('The harbour tapes');
    await popup.close();
    await play(page);
    await until('the end of the tape', () => hasEnded(page));
    const again = await world.rondo.popupOn(page);
    await waitForSeconds(again, 15);
    const done = await transcribed(again, 'Stop and transcribe');
    expect(done).toMatchObject({ state: 'done', title: 'The harbour tapes' });
    expect(wordsOf(done.text)).toEqual(names(played));
    const upload = world.farm.groq.log.findLast(({ form }) => form !== null);
    expect(upload?.form?.fileName).toBe('recording.webm');
    await again.close();
    await page.close();
  });

  it('is recorded together with the microphone where that is wanted', playedAgain, async () => {
    const page = await world.open(player.url);
    const popup = await world.rondo.popupOn(page);
    await press(popup, 'tab', 'Transcribe');
    await press(popup, 'checkbox', 'with my microphone');
    await record(popup, 'Record this tab');
    // The one speaks first, then the other: practice providers make nothing of two tones at once.
    await waitForSeconds(popup, 10);
    await popup.close();
    await play(page);
    await until('the end of the tape', () => hasEnded(page));
    const again = await world.rondo.popupOn(page);
    await waitForSeconds(again, 25);
    const done = await transcribed(again, 'Stop and transcribe');
    expect(wordsOf(done.text)).toEqual([...names(spoken), ...names(played)]);
    await again.close();
    await page.close();
  });

  it('goes on to be heard, and the microphone is not played back', async () => {
    const page = await world.open(player.url);
    const popup = await world.rondo.popupOn(page);
    /** What is joined to what for a recording, in a document that was watched before it began. */
    const joinedFor = async (button: Parameters<typeof record>[1]): Promise<string[]> => {
      for (let tries = 1; tries <= 5; tries += 1) {
        await record(popup, 'Record microphone');
        const joined = await watchSound();
        await discard(popup);
        await record(popup, button);
        await discard(popup);
        if (joined.length > 0) return joined;
        // It stays for two seconds only, and a busy machine is slower; the recording was made in another one.
      }
      throw new Error('No document stayed for a second recording.');
    };
    expect(await joinedFor('Record this tab')).toContain('MediaStreamAudioSource to AudioDestination');
    const joined = await joinedFor('Record microphone');
    expect(joined).toContain('MediaStreamAudioSource to Analyser');
    expect(joined).not.toContain('MediaStreamAudioSource to AudioDestination');
    await popup.close();
    await page.close();
  });

  it('that is closed ends the recording, and what was heard by then is transcribed', async () => {
    const page = await world.open(player.url);
    const popup = await world.rondo.popupOn(page);
    await record(popup, 'Record this tab');
    await popup.close();
    await play(page);
    await new Promise((resolve) => setTimeout(resolve, 6_000));
    const uploads = world.farm.groq.log.length;
    await page.close();
    await until('the upload', async () => world.farm.groq.log.length > uploads);
    const article = await world.open(`${world.farm.pages.url}/article`);
    const again = await world.rondo.popupOn(article);
    const heard = await until('its text', () =>
      again.evaluate(() => document.querySelector<HTMLElement>('[data-testid="job-text"]')?.innerText),
    );
    const whole = wordsOf(heard).filter((word) => names(played).includes(word));
    expect(whole.length).toBeGreaterThan(6);
    expect(whole).toEqual(names(played).slice(0, whole.length));
    await again.close();
    await article.close();
  });

  it('that the browser keeps to itself is not recorded, and a sentence says why', async () => {
    const page = await world.rondo.browser.newPage();
    // Where nobody listens: what stands there then is a page of the browser's own.
    await page.goto('http://127.0.0.1:9/').catch(() => {});
    const popup = await world.rondo.popupOn(page);
    await press(popup, 'tab', 'Transcribe');
    await press(popup, 'button', 'Record this tab');
    const refusal = await until('the sentence', () =>
      popup.evaluate(() =>
        [...document.querySelectorAll('[role="alert"]')].map((alert) => alert.textContent).find(Boolean),
      ),
    );
    expect(refusal).toContain('does not let Rondo record this tab');
    expect(await shownCapture(popup)).toBeNull();
    await popup.close();
    await page.close();
  });
});
