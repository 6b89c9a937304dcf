// `npm start`. Prepares the folder, then hands over to start.ts. Never does anything else.
import { prepareAndRun } from './prepare.mjs';

prepareAndRun('start.ts');
