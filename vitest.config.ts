import { defineConfig } from 'vitest/config';

/**
 * Two processes, each for many files: a new one for each file would load, and compile, as long as it
 * tests. What a test changes in its process, it puts back.
 */
const EACH = { maxWorkers: 2, isolate: false };

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          ...EACH,
          name: 'unit',
          include: ['{lib,components,scripts}/**/*.test.ts'],
        },
      },
      {
        test: {
          ...EACH,
          name: 'integration',
          include: ['lib/**/*.itest.ts'],
          testTimeout: 30_000,
          hookTimeout: 60_000,
        },
      },
      {
        test: {
          ...EACH,
          name: 'targets',
          include: ['lib/engine/targets/testing/*.ttest.ts'],
          globalSetup: 'e2e/targets/vitest-setup.ts',
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
    ],
  },
});
