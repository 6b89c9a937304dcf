// Pasting into the popup: recordings as files, or the address of one. What is pasted into a field is the field's.
import { useEffect, useRef, useState } from 'react';

const addressIn = (text: string): string | null => {
  const typed = text.trim();
  return /^https?:\/\/\S+$/i.test(typed) && URL.canParse(typed) ? new URL(typed).href : null;
};

const isField = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && target.closest('input, textarea, [contenteditable]') !== null;

/**
 * @param onPaste with the files that were pasted; with none where it was an address
 * @returns every address that was pasted, the newest first
 */
export const usePaste = (wanted: boolean, onPaste: (files: readonly File[]) => void): readonly string[] => {
  const [addresses, setAddresses] = useState<readonly string[]>([]);
  const latest = useRef(onPaste);
  latest.current = onPaste;
  useEffect(() => {
    if (!wanted) return;
    const take = (event: ClipboardEvent) => {
      const data = event.clipboardData;
      if (data === null || isField(event.target)) return;
      const files = [...data.files];
      const address = addressIn(data.getData('text/plain'));
      if (files.length === 0 && address === null) return;
      event.preventDefault();
      if (files.length === 0 && address !== null)
        setAddresses((others) => [address, ...others.filter((other) => other !== address)]);
      latest.current(files);
    };
    document.addEventListener('paste', take);
    return () => document.removeEventListener('paste', take);
  }, [wanted]);
  return addresses;
};
