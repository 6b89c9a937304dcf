// Plays a kept recording: one audio element, and what a page shows of it. Never sends it anywhere.
import { type RefObject, useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { useActions } from '../page.tsx';

export type Player = {
  /** `none`: nothing is kept; `unplayable`: the browser does not play this kind of file. */
  state: 'none' | 'opening' | 'ready' | 'unplayable';
  isPlaying: boolean;
  rate: number;
  audio: RefObject<HTMLAudioElement | null>;
  playFrom: (seconds: number) => void;
  /** From where it is. */
  step: (seconds: number) => void;
  seek: (seconds: number) => void;
  toggle: () => void;
  setRate: (rate: number) => void;
};

const events = ['play', 'pause', 'ended', 'timeupdate', 'seeking', 'error', 'loadedmetadata', 'emptied'] as const;

/**
 * What is read off the audio element, read again at each of its events. Only what says something else is drawn again: the
 * place changes four times a second, the rest of the page hardly ever.
 * @param read a function that stays the same
 */
export const useHeard = <Value>(
  audio: RefObject<HTMLAudioElement | null>,
  read: (audio: HTMLAudioElement) => Value,
  before: Value,
): Value => {
  const [value, setValue] = useState(before);
  useEffect(() => {
    const element = audio.current;
    if (element === null) return;
    const look = () => setValue(() => read(element));
    look();
    for (const event of events) element.addEventListener(event, look);
    return () => {
      for (const event of events) element.removeEventListener(event, look);
    };
  }, [audio, read]);
  return value;
};

const isHeard = ({ paused, ended }: HTMLAudioElement): boolean => !paused && !ended;
const isKnown = ({ readyState }: HTMLAudioElement): boolean => readyState > 0;
/** What could be opened plays on: Firefox names an error too where the computer has no loudspeaker (153, November 2026). */
const isFailed = ({ error, readyState }: HTMLAudioElement): boolean => Boolean(error) && readyState === 0;

/** The address of a recording, given back when the page is left; null: there is none, or not yet. */
const useRecording = (blobId: string | null): { url: string | null; isGone: boolean } => {
  const actions = useActions();
  const [opened, setOpened] = useState<{ url: string | null; isGone: boolean }>({ url: null, isGone: false });
  useEffect(() => {
    if (blobId === null) return;
    let left = false;
    let close = () => {};
    void actions.openRecording(blobId).then((recording) => {
      close = recording?.close ?? close;
      if (left) close();
      else setOpened({ url: recording?.url ?? null, isGone: recording === null });
    });
    return () => {
      left = true;
      close();
      setOpened({ url: null, isGone: false });
    };
  }, [actions, blobId]);
  return opened;
};

export const usePlayer = (blobId: string | null): Player => {
  const { url, isGone } = useRecording(blobId);
  const audio = useRef<HTMLAudioElement>(null);
  const isPlaying = useHeard(audio, isHeard, false);
  const isReady = useHeard(audio, isKnown, false);
  const isBroken = useHeard(audio, isFailed, false);
  const [rate, chooseRate] = useState(1);
  useEffect(() => {
    const element = audio.current;
    if (element === null || url === null) return;
    element.src = url;
    return () => {
      element.pause();
      element.removeAttribute('src');
      element.load();
    };
  }, [url]);
  // What hinders it is told by an event.
  const play = useCallback(() => void audio.current?.play().catch(() => {}), []);
  const seek = useCallback((seconds: number) => {
    if (audio.current) audio.current.currentTime = Math.max(0, seconds);
  }, []);
  const hands = useMemo(
    () => ({
      seek,
      playFrom: (seconds: number) => {
        seek(seconds);
        play();
      },
      step: (seconds: number) => seek((audio.current?.currentTime ?? 0) + seconds),
      toggle: () => (audio.current?.paused === false ? audio.current.pause() : play()),
      setRate: (next: number) => {
        chooseRate(next);
        if (audio.current) audio.current.playbackRate = next;
      },
    }),
    [play, seek],
  );
  const opening = isReady ? 'ready' : 'opening';
  const state = blobId === null || isGone ? 'none' : isBroken ? 'unplayable' : opening;
  return { state, isPlaying, rate, audio, ...hands };
};
