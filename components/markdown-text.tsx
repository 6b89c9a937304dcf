// Renders a model's answer. The text may have been steered by a page, so nothing in it can load, run or mislead:
// HTML stays literal text, an image becomes its words, and a link shows the host that it leads to.
import { memo, type ReactNode } from 'react';
import ReactMarkdown, { type Components } from 'react-markdown';
import classes from './markdown-text.module.css';

const leadsTo = (address: string): string | null => {
  if (!URL.canParse(address)) return null;
  const url = new URL(address);
  if (url.protocol === 'mailto:') return url.pathname;
  return /^https?:$/.test(url.protocol) ? url.host : null;
};

const Link = ({ href = '', children }: { href?: string; children?: ReactNode }) => {
  const host = leadsTo(href);
  if (host === null) return <>{children}</>;
  return (
    <a href={href} target="_blank" rel="noreferrer">
      {children} <span className={classes.host}>({host})</span>
    </a>
  );
};

const components: Components = {
  a: ({ href, children }) => <Link href={href}>{children}</Link>,
  img: ({ alt }) => <span className={classes.image}>{alt}</span>,
  // Headings of an answer lie below those of the page.
  h1: ({ children }) => <h4>{children}</h4>,
  h2: ({ children }) => <h4>{children}</h4>,
  h3: ({ children }) => <h5>{children}</h5>,
  h4: ({ children }) => <h5>{children}</h5>,
  h5: ({ children }) => <h6>{children}</h6>,
};

export const MarkdownText = memo(({ text }: { text: string }) => (
  <div className={classes.text}>
    <ReactMarkdown components={components} urlTransform={(address) => address}>
      {text}
    </ReactMarkdown>
  </div>
));
