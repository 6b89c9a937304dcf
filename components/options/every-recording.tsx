// What holds for every recording: its language, words to know, and how long it is kept. Each is kept as it is changed.
import { languageCodes } from '../../lib/domain/languages.ts';
import type { View } from '../../lib/view/shapes.ts';
import { Checkbox, Field, SelectField } from '../field.tsx';
import { Refusal } from '../notice.tsx';
import { useActions, useAsking } from '../page.tsx';
import card from './card.module.css';
import classes from './every-recording.module.css';
import { KeptField, type ReadNumber, useSaved } from './kept-field.tsx';
import { WordsToKnow } from './words-to-know.tsx';

const names = new Intl.DisplayNames('en', { type: 'language' });
const languages = languageCodes
  .map((code) => ({ code, name: names.of(code) ?? code }))
  .toSorted((one, other) => one.name.localeCompare(other.name, 'en'));

const mostDays = 3_650;

const readDays = (typed: string): ReadNumber => {
  const text = typed.trim();
  if (text === '')
    return { ok: false, message: 'Write for how many days; 0 deletes a recording as soon as its text is done.' };
  const days = /^\d{1,6}$/.test(text) ? Number(text) : null;
  if (days === null) return { ok: false, message: `“${text}” is not a number of days. Write a whole one such as 7.` };
  return days > mostDays
    ? { ok: false, message: 'Ten years at the most, please: 3650 days.' }
    : { ok: true, value: days };
};

const keptWords = (days: number): string => {
  if (days === 0) return 'Each is deleted as soon as its text is done; then it cannot be played along.';
  return `Played along with the text for ${days === 1 ? 'a day' : `${days} days`}, then deleted. 0 deletes it at once. The text stays.`;
};

export const EveryRecording = ({ view }: { view: View }) => {
  const change = useActions()['transcription.change'];
  const naming = useAsking(change);
  const { language, words, speakers, keepAudioDays } = view.settings.transcription;
  return (
    <div className={card.card} data-testid="every-recording">
      <h3 className={card.name}>For every recording</h3>
      <div className={classes.columns}>
        <Language held={language} />
        <KeptField
          label="Keep recordings, in days"
          hint={keptWords(keepAudioDays)}
          empty="7"
          held={keepAudioDays}
          write={String}
          read={readDays}
          onChange={(days) => change({ keepAudioDays: days ?? 0 })}
        />
      </div>
      <div>
        <Checkbox label="Say who speaks" on={speakers} onChange={(wanted) => void naming.run({ speakers: wanted })} />
        <p className={classes.hint}>Only models that tell speakers apart are asked then.</p>
      </div>
      <Refusal refusal={naming.refusal} />
      <WordsToKnow held={words} mostCharacters={Math.min(...view.faces.map(({ mostPrompt }) => mostPrompt))} />
    </div>
  );
};

const Language = ({ held }: { held: string | null }) => {
  const changing = useAsking(useActions()['transcription.change']);
  const [saved, setSaved] = useSaved();
  const choose = async (language: string | null) => {
    if ((await changing.run({ language })) !== null) setSaved(true);
  };
  const known = held === null || languages.some(({ code }) => code === held);
  const hint =
    held === null
      ? 'Heard from the first minute, then the same for the whole recording.'
      : 'Every recording is taken to be in this language.';
  return (
    <Field
      label="Language"
      hint={saved ? <span className={classes.saved}>Saved</span> : hint}
      error={changing.refusal?.message ?? null}
    >
      {(control) => (
        <SelectField
          {...control}
          value={held ?? ''}
          onChange={({ target }) => void choose(target.value === '' ? null : target.value)}
        >
          <option value="">Found out by itself</option>
          {known ? null : <option value={held}>{held}</option>}
          {languages.map(({ code, name }) => (
            <option key={code} value={code}>
              {name}
            </option>
          ))}
        </SelectField>
      )}
    </Field>
  );
};
