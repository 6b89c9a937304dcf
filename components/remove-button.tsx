// The bin: it asks once more before something goes for good.
import { ConfirmButton } from './button.tsx';
import { RemoveIcon } from './icons.tsx';

type RemoveProps = { name?: string; question: string; onConfirm: () => void };

/** @param name its full accessible name */
export const RemoveButton = ({ name = 'Remove', question, onConfirm }: RemoveProps) => (
  <ConfirmButton name={name} word="Remove" icon={<RemoveIcon />} question={question} onConfirm={onConfirm} />
);
