// Property tests try the same cases every time, so that a failure is the change's and not the day's.
// `npm run test:long` tries new ones.
import fc from 'fast-check';

if (!process.env.RONDO_LONG) fc.configureGlobal({ ...fc.readConfigureGlobal(), seed: 20_261_123 });
