import { type Browser, chromium } from '@playwright/test';
import { ensureChromium } from '../../scripts/chromium.mjs';

/** The browser of the tests, to sign in with. Whoever launches it closes it. */
export function launchChromium(): Promise<Browser> {
  const isRoot = process.getuid?.() === 0;
  return chromium.launch({
    executablePath: ensureChromium(),
    args: [...(isRoot ? ['--no-sandbox'] : []), '--disable-gpu'],
  });
}
