// Three kinds of test: plain Node, React components in a DOM, and the built extension in a real browser; of the last,
// `npm start` stands apart.
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';

/** Milliseconds after which a test hangs rather than works. Vitest's own 5 s ends the property tests on a busy machine. */
const hung = 120_000;
/** Milliseconds that something may be late before it is missing. Vitest's own second is too short there. */
const missing = 20_000;
const patience = { testTimeout: hung, hookTimeout: hung, expect: { poll: { timeout: missing } } };

/** It builds anew what the others have open in their browsers, so it waits until they are done. */
const start = 'tests/browser/driver/start.test.ts';

export default defineConfig({
  test: {
    // Vitest leaves one core idle, which on a machine with two is half of it.
    maxWorkers: '100%',
    projects: [
      {
        test: {
          name: 'unit',
          include: ['tests/**/*.test.ts'],
          exclude: ['**/node_modules/**', 'tests/browser/**', 'tests/components/**', 'tests/bench/**'],
          environment: 'node',
          setupFiles: ['tests/seed.ts'],
          ...patience,
        },
      },
      {
        plugins: [react()],
        test: {
          name: 'components',
          include: ['tests/components/**/*.test.tsx'],
          environment: 'jsdom',
          setupFiles: ['tests/components/setup.ts'],
          ...patience,
        },
      },
      {
        test: {
          name: 'browser',
          include: ['tests/browser/**/*.test.ts'],
          exclude: [start],
          environment: 'node',
          ...patience,
        },
      },
      {
        test: {
          name: 'start',
          include: [start],
          environment: 'node',
          sequence: { groupOrder: 1 },
          ...patience,
        },
      },
    ],
  },
});
