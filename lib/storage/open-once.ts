// What is opened once and shared by everyone who asks; where opening failed, the next who asks tries anew.

export type Opening<Opened> = {
  (): Promise<Opened>;
  /** What was opened is open no more. */
  forget(): void;
};

export const openOnce = <Opened>(open: () => Promise<Opened>): Opening<Opened> => {
  let opened: Promise<Opened> | undefined;
  const get = (): Promise<Opened> => {
    if (opened) return opened;
    // Some browsers throw at the call itself.
    const opening = (async () => open())();
    opened = opening;
    opening.catch(() => {
      if (opened === opening) opened = undefined;
    });
    return opening;
  };
  const forget = () => {
    opened = undefined;
  };
  return Object.assign(get, { forget });
};
