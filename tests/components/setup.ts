// Before every component test: matchers for the DOM; after it: an empty document. Mocks nothing.
import '@testing-library/jest-dom/vitest';
import { cleanup } from '@testing-library/react';
import { afterEach } from 'vitest';

afterEach(cleanup);
