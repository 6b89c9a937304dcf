// The settings page: from providers to privacy, one section below the other with their names at the side.
// Shows what the background holds; every change is asked of it and comes back as a push.
import { type ReactNode, useEffect } from 'react';
import type { View } from '../../lib/view/shapes.ts';
import { Mark } from '../mark.tsx';
import { Endpoints } from './endpoints.tsx';
import { Models } from './models.tsx';
import classes from './options.module.css';
import { Privacy } from './privacy.tsx';
import { ProviderCard } from './provider-card.tsx';
import { Spending } from './spending.tsx';
import { Transcription } from './transcription.tsx';

const sections = [
  { id: 'providers', name: 'Providers' },
  { id: 'endpoints', name: 'Endpoints' },
  { id: 'models', name: 'Models' },
  { id: 'transcription', name: 'Transcription' },
  { id: 'spending', name: 'Spending' },
  { id: 'privacy', name: 'Privacy' },
] as const;

type OptionsProps = { view: View | null; version: string };

export const Options = ({ view, version }: OptionsProps) => (
  <div className={classes.page}>
    <header className={classes.side}>
      <h1 className={classes.brand}>
        <Mark size={30} />
        Rondo<span className="visually-hidden"> settings</span>
      </h1>
      <nav aria-label="Sections">
        <ul className={classes.sections}>
          {sections.map(({ id, name }) => (
            <li key={id}>
              <a href={`#${id}`}>{name}</a>
            </li>
          ))}
        </ul>
      </nav>
    </header>
    <main className={classes.main}>{view === null ? <Blank /> : <Loaded view={view} version={version} />}</main>
  </div>
);

const Blank = () => (
  <div role="status" aria-label="Rondo is opening" className={classes.blank}>
    <div />
    <div />
    <div />
  </div>
);

type SectionProps = { id: (typeof sections)[number]['id']; lead: ReactNode; children: ReactNode };

const Section = ({ id, lead, children }: SectionProps) => (
  <section id={id} aria-labelledby={`${id}-title`} className={classes.section}>
    <h2 id={`${id}-title`} className={classes.title}>
      {sections.find((section) => section.id === id)?.name}
    </h2>
    <p className={classes.lead}>{lead}</p>
    {children}
  </section>
);

const Loaded = ({ view, version }: { view: View; version: string }) => {
  // A link to a place of this page comes before the place is drawn.
  useEffect(() => {
    const place = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    place?.scrollIntoView();
  }, []);
  return (
    <>
      <Section
        id="providers"
        lead="Put in every key you have. They take turns: a key that rests or fails is passed over, and comes back by itself."
      >
        {view.faces.map((face) => (
          <ProviderCard key={face.id} face={face} view={view} />
        ))}
      </Section>
      <Section
        id="endpoints"
        lead="Any service that speaks the OpenAI way: a model on this computer, a company proxy, another provider."
      >
        <Endpoints view={view} />
      </Section>
      <Section id="models" lead="For each task many models stand ready. Choose in which order they are asked.">
        <Models view={view} />
      </Section>
      <Section id="transcription" lead={<TurnLine view={view} />}>
        <Transcription view={view} />
      </Section>
      <Section
        id="spending"
        lead="What a request may cost is known before it is sent. Set how far Rondo may go; free keys are never held back."
      >
        <Spending view={view} />
      </Section>
      <Section id="privacy" lead="What Rondo keeps, where it keeps it, and what leaves this computer.">
        <Privacy view={view} version={version} />
      </Section>
    </>
  );
};

const list = new Intl.ListFormat('en');

/** The order of turns in one line. Whoever alone has the first turn is preferred. */
const TurnLine = ({ view: { faces, settings } }: { view: View }) => {
  const [first, ...others] = faces.toSorted((one, other) => one.turn - other.turn);
  if (first === undefined) return null;
  const takesPart = ({ id }: { id: string }) => settings.providers[id]?.transcribe ?? true;
  const names = [first, ...others].filter(takesPart).map(({ name }) => name);
  const rest = list.format([...names.filter((name) => name !== first.name), 'your endpoints']);
  if (others[0]?.turn === first.turn) return `Round-robin over ${list.format([...names, 'your endpoints'])}.`;
  if (!takesPart(first)) return `${first.name} would be preferred but takes no part: round-robin over ${rest}.`;
  return `${first.name} preferred, then round-robin over ${rest}. After a rest it goes back to ${first.name}.`;
};
