// A model's answer may have been steered by a page: nothing in it may load, run or mislead.
import { render, screen } from '@testing-library/react';
import { expect, test } from 'vitest';
import { MarkdownText } from '../../components/markdown-text.tsx';

const show = (text: string): HTMLElement => render(<MarkdownText text={text} />).container;

test('an image becomes its words and loads nothing', () => {
  const shown = show('![a gear wheel](https://tracker.example/pixel.png)');
  expect(shown.querySelector('img, picture, source')).toBeNull();
  expect(shown).toHaveTextContent('a gear wheel');
  expect(shown.innerHTML).not.toContain('tracker.example');
});

test('HTML stays literal text', () => {
  const shown = show(
    '<img src=x onerror=alert(1)> and <b>bold</b>\n\n<script>alert(1)</script>\n\n<iframe src="//x"></iframe>',
  );
  expect(shown.querySelector('img, b, script, iframe')).toBeNull();
  expect(shown).toHaveTextContent('<b>bold</b>');
});

test('a link shows its host and tells it nothing of where the reader came from', () => {
  show('[your bank](https://evil.example/login)');
  const link = screen.getByRole('link');
  expect(link).toHaveTextContent('your bank (evil.example)');
  expect(link).toHaveAttribute('rel', 'noreferrer');
  expect(link).toHaveAttribute('target', '_blank');
});

test.each([
  ['javascript:alert(1)'],
  ['JaVaScRiPt:alert(1)'],
  ['data:text/html,<script>alert(1)</script>'],
  ['chrome://settings'],
  ['file:///etc/passwd'],
  ['/popup.html'],
  ['//evil.example'],
])('a link to %s is no link', (address) => {
  const shown = show(`[press](<${address}>)`);
  expect(shown.querySelector('a')).toBeNull();
  expect(shown).toHaveTextContent('press');
});

test('an image inside of a link is words inside of a link', () => {
  const shown = show('[![logo](https://tracker.example/p.png)](https://example.com)');
  expect(shown.querySelector('img')).toBeNull();
  expect(screen.getByRole('link')).toHaveTextContent('logo (example.com)');
});
