import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    projects: [
      { test: { name: 'unit', include: ['{lib,components,scripts}/**/*.test.ts'] } },
      {
        test: {
          name: 'integration',
          include: ['lib/**/*.itest.ts'],
          testTimeout: 30_000,
          hookTimeout: 60_000,
          // Much of their time they wait, for timers and for the disk.
          maxWorkers: 2,
        },
      },
      {
        test: {
          name: 'targets',
          include: ['lib/engine/targets/testing/*.ttest.ts'],
          globalSetup: 'e2e/targets/vitest-setup.ts',
          setupFiles: 'lib/engine/targets/testing/trust-certificates.ts',
          testTimeout: 60_000,
          hookTimeout: 60_000,
          // Each file keeps an engine and a server busy.
          maxWorkers: 2,
        },
      },
    ],
  },
});
