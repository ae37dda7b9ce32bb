/** Finds a Chromium for the tests, and installs Debian's when it may. */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chromium } from '@playwright/test';

const PLACES = [
  process.env.CHROMIUM_PATH,
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  // Where `npx playwright install chromium` puts it.
  chromium.executablePath(),
];
const find = () => PLACES.find((place) => place && existsSync(place));

/** @returns the path of a Chromium; ends the process in words when there is none to be had. */
export function ensureChromium() {
  const found = find();
  if (found) return found;
  if (process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')) {
    console.log('Installing Chromium from Debian …');
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
    spawnSync('apt-get', ['update', '-qq'], { stdio: 'inherit', env });
    spawnSync(
      'apt-get',
      ['install', '-y', '-qq', '--no-install-recommends', 'chromium', 'fonts-liberation'],
      { stdio: 'inherit', env },
    );
    const installed = find();
    if (installed) return installed;
  }
  console.error(
    'The browser tests need Chromium: install it (apt-get install chromium), or name one in CHROMIUM_PATH.',
  );
  process.exit(1);
}
