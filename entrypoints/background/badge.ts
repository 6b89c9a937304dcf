// Shows on the toolbar's button that a recording goes on: nobody should be recorded without seeing it.
import { browser } from 'wxt/browser';
import type { Captures } from '../../lib/domain/capture.ts';

const red = '#b0271d';
let shown: string | null = null;

const wordOf = ({ current }: Captures): string => {
  if (!current) return '';
  return current.now?.paused ? '❚❚' : 'REC';
};

export const showBadge = (captures: Captures): void => {
  const word = wordOf(captures);
  if (word === shown) return;
  shown = word;
  void browser.action.setBadgeBackgroundColor({ color: red });
  void browser.action.setBadgeTextColor?.({ color: '#ffffff' });
  void browser.action.setBadgeText({ text: word });
};
