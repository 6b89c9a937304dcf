// Before every component test: matchers for the DOM, and patience; after it: an empty document. Mocks nothing.
import '@testing-library/jest-dom/vitest';
import { cleanup, configure } from '@testing-library/react';
import { afterEach } from 'vitest';

// What must appear may be late on a busy machine: the library's own second is too short there.
configure({ asyncUtilTimeout: 20_000 });

afterEach(cleanup);
