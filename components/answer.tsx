// A job's text while it grows and when it is whole. Markdown's code is fetched only when there is text to show;
// until it is here the text stands plain, so that no word is held back.
import { type ComponentType, useDeferredValue, useEffect, useState } from 'react';
import classes from './answer.module.css';

type Renderer = ComponentType<{ text: string }>;

let loaded: Renderer | null = null;

/**
 * Null until the code is here. Not by <Suspense>, which holds a fallback up for 300 ms even where the code is here at
 * once: everyone who opens a finished text would see its bare signs first.
 */
const useMarkdown = (wanted: boolean): Renderer | null => {
  const [renderer, setRenderer] = useState<Renderer | null>(() => loaded);
  useEffect(() => {
    if (!wanted || renderer !== null) return;
    let left = false;
    void import('./markdown-text.tsx').then(({ MarkdownText }) => {
      loaded = MarkdownText;
      if (!left) setRenderer(() => MarkdownText);
    });
    return () => {
      left = true;
    };
  }, [wanted, renderer]);
  return renderer;
};

export const Answer = ({ text, markdown }: { text: string; markdown: boolean }) => {
  // While text streams in faster than it can be drawn, some steps are left out.
  const drawn = useDeferredValue(text);
  const Markdown = useMarkdown(markdown);
  return (
    <div data-testid="job-text" aria-busy={(markdown && Markdown === null) || undefined} className={classes.answer}>
      {markdown && Markdown !== null ? <Markdown text={drawn} /> : <p className={classes.plain}>{drawn}</p>}
    </div>
  );
};
