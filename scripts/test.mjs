// `npm test`. Prepares the folder, then hands over to test.ts. Never does anything else.
import { prepareAndRun } from './prepare.mjs';

prepareAndRun('test.ts');
