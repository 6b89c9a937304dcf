// A job's text while it grows and when it is whole. Markdown's code is fetched only when there is text to show;
// until it is here the text stands plain, so that no word is held back.
import { lazy, Suspense, useDeferredValue } from 'react';
import classes from './answer.module.css';

const MarkdownText = lazy(async () => ({ default: (await import('./markdown-text.tsx')).MarkdownText }));

export const Answer = ({ text, markdown }: { text: string; markdown: boolean }) => {
  // While text streams in faster than it can be drawn, some steps are left out.
  const drawn = useDeferredValue(text);
  const plain = <p className={classes.plain}>{drawn}</p>;
  return (
    <div data-testid="job-text" className={classes.answer}>
      {markdown ? (
        <Suspense fallback={plain}>
          <MarkdownText text={drawn} />
        </Suspense>
      ) : (
        plain
      )}
    </div>
  );
};
