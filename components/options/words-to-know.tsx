// Names and terms that models are told for their spelling: typed one per line or with commas, kept a moment after the last
// letter and when the field is left, with how many of them models are told.
import { useEffect, useRef, useState } from 'react';
import { mostTerms, readTerms, termLine, termsThatFit } from '../../lib/domain/terms.ts';
import { Field } from '../field.tsx';
import { useActions, useAsking } from '../page.tsx';
import card from './card.module.css';
import classes from './every-recording.module.css';
import { useSaved } from './kept-field.tsx';

/** How long nobody has to type before it is kept. */
const restMs = 900;

const mostKept = 500;
const longest = 100;

const problemOf = (terms: readonly string[]): string | null => {
  const long = terms.find((term) => term.length > longest);
  if (long !== undefined)
    return `“${long.slice(0, 30)}…” is too long for a name or a term. Write one per line, or set them off by commas.`;
  return terms.length > mostKept
    ? `Rondo keeps ${mostKept} words; these are ${terms.length}. Please take some out.`
    : null;
};

const countWords = (terms: readonly string[], mostCharacters: number): string => {
  if (terms.length === 0)
    return 'One per line or with commas, the most important first. They are sent with each recording.';
  const told = termsThatFit(terms, mostCharacters);
  const characters = `${termLine(terms.slice(0, told)).length} of ${mostCharacters} characters`;
  if (told === terms.length)
    return `${told === 1 ? 'The word is' : `All ${told} words are`} told to models: ${characters}.`;
  const why =
    told === mostTerms
      ? `models that are told more than ${mostTerms} spell fewer of them right`
      : 'models take no more characters';
  return `The first ${told} of ${terms.length} are told to models (${characters}); ${why}. Put the most important first.`;
};

const isSame = (one: readonly string[], other: readonly string[]): boolean => one.join('\n') === other.join('\n');

/** What is typed stays as it was typed as long as it means what is kept. */
const useKeptTerms = (held: readonly string[]) => {
  const changing = useAsking(useActions()['transcription.change']);
  const [text, setText] = useState(held.join('\n'));
  const [saved, setSaved] = useSaved();
  const sent = useRef<readonly string[]>(held);
  const [wrong, setWrong] = useState<string | null>(null);
  const seen = useRef(held);
  useEffect(() => {
    // Only what another page has changed shows here.
    const isNew = !isSame(held, seen.current) && !isSame(held, sent.current);
    seen.current = held;
    if (!isNew) return;
    sent.current = held;
    setText(held.join('\n'));
  }, [held]);
  const keep = async (typed: string) => {
    const words = readTerms(typed);
    const problem = problemOf(words);
    setWrong(problem);
    if (problem !== null || isSame(words, sent.current)) return;
    const before = sent.current;
    sent.current = words;
    if ((await changing.run({ words })) !== null) setSaved(true);
    else sent.current = before;
  };
  const latest = useRef(keep);
  latest.current = keep;
  useEffect(() => {
    const timer = setTimeout(() => void latest.current(text), restMs);
    return () => clearTimeout(timer);
  }, [text]);
  return { text, type: setText, keep, saved, wrong: wrong ?? changing.refusal?.message ?? null };
};

type WordsToKnowProps = { held: readonly string[]; mostCharacters: number };

export const WordsToKnow = ({ held, mostCharacters }: WordsToKnowProps) => {
  const { text, type, keep, saved, wrong } = useKeptTerms(held);
  return (
    <Field
      label="Words to know"
      hint={
        <>
          {countWords(readTerms(text), mostCharacters)} {saved ? <span className={classes.saved}>Saved</span> : null}
        </>
      }
      error={wrong}
    >
      {(control) => (
        <textarea
          {...control}
          className={card.area}
          rows={4}
          spellCheck={false}
          placeholder={'Antikythera\nDr. Okonkwo'}
          value={text}
          onChange={({ target }) => type(target.value)}
          onBlur={() => void keep(text)}
        />
      )}
    </Field>
  );
};
