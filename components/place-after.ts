// Where the keyboard goes on when a card goes away and nothing comes for it: at the card beside it, else at what the page
// is for.

/** The first of them that is there. A popup without keys has a form alone, the page for the microphone a heading. */
const places = [
  '[role="tabpanel"] [data-weight="main"]',
  '[role="tab"][aria-selected="true"]',
  'form [data-weight="main"]',
  'h1[tabindex]',
];

/** To be looked for at the press, while the card is still there. Beside it stand cards alone that have such a heading. */
export const placeAfter = (card: Element | null): HTMLElement | null => {
  const beside = [card?.nextElementSibling, card?.previousElementSibling];
  for (const other of beside) {
    const heading = other?.querySelector<HTMLElement>(':is(h2, h3)[tabindex]');
    if (heading) return heading;
  }
  for (const place of places) {
    const found = document.querySelector<HTMLElement>(place);
    if (found) return found;
  }
  return null;
};
