/** Finds a Chromium for the tests, and installs Debian's when it may. */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chromium } from '@playwright/test';

const PLACES = [
  process.env.CHROMIUM_PATH,
  // The same without windows: the tests need two thirds of the time.
  '/usr/bin/chromium-headless-shell',
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  // Where `npx playwright install chromium` puts it.
  chromium.executablePath(),
];
/** @returns the path of a Chromium that is there. */
export const findChromium = () => PLACES.find((place) => place && existsSync(place));

/** @returns the path of a Chromium; ends the process in words when there is none to be had. */
export function ensureChromium() {
  const found = findChromium();
  if (found) return found;
  if (process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')) {
    console.log('Installing Chromium from Debian …');
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
    const apt = (...args) => spawnSync('apt-get', args, { stdio: 'inherit', env });
    apt('update', '-qq');
    const install = (name) =>
      apt('install', '-y', '-qq', '--no-install-recommends', name, 'fonts-liberation');
    // Not every release has the first.
    if (install('chromium-headless-shell').status !== 0) install('chromium');
    const installed = findChromium();
    if (installed) return installed;
  }
  console.error(
    'The browser tests need Chromium: install it (apt-get install chromium), or name one in CHROMIUM_PATH.',
  );
  process.exit(1);
}
