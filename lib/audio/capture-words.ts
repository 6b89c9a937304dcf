// What a person reads where something could not be recorded, or ended by itself.
export const noMicrophone = 'No microphone was found. Connect one and press again.';
export const microphoneTaken =
  'The microphone did not answer. Another program may hold it: close that one and press again.';
export const noTabSound = 'The browser did not hand out the sound of this tab. Reload the tab and press again.';
export const noSound = 'The browser did not let the sound through. Please press again.';
export const busyAlready = 'Rondo is recording already.';
export const noRoom =
  'The recording ended by itself: there was no room left to store it. What had come by then is here; free some disk space first.';
export const notStored =
  'The recording ended by itself: the browser could not store it. What had come by then is here. Restart the browser before the next one.';
export const recorderBroke = 'The recording ended by itself: the browser gave up on it. What had come by then is here.';
