// What a person reads of captures: why none began, why one ended, and the name of one that has no other.
export const already = 'Rondo is recording already. Stop that recording first.';
export const noneNow = 'Rondo is not recording any more.';
export const notThere = 'This recording is not there any more.';
export const endedFirst = 'This recording was ended before it had begun.';
export const noTab = 'There is no tab in front whose sound could be recorded. Open one and press again.';
export const noTabs = 'This browser does not let extensions record the sound of a tab.';
export const nobody = 'The browser did not open the part of Rondo that records. Restart the browser and press again.';
export const brokeOff = 'The part of Rondo that recorded was closed. What had come by then is here.';
export const cutShort = 'The browser was closed while this was recorded. What had come by then is here.';
export const denied =
  'The browser does not let Rondo use the microphone. Allow it in the browser’s settings for this extension and press again.';

/** `Recording, 23 Nov, 14:05`, in the user's own time. */
export const nameAt = (at: number): string => {
  const date = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short' }).format(at);
  const time = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit' }).format(at);
  return `Recording, ${date}, ${time}`;
};
