// Where the keyboard goes on when the button that was pressed goes away: at the heading of the part it stands in.

/** To be looked for at the press, while the button is still there. */
export const headingOf = (pressed: Element): HTMLElement | null =>
  pressed.closest('article')?.querySelector<HTMLElement>('h1, h2') ?? null;
