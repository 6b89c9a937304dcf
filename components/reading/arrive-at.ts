// Where the keyboard and a screen reader go on after one page has given way to another.

/** Nobody is called away from what they have gone to themselves. */
export const arriveAt = (element: HTMLElement | null): void => {
  if (document.activeElement === document.body) element?.focus({ preventScroll: true });
};
