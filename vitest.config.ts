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
        },
      },
    ],
  },
});
