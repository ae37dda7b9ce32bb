import type { Page } from '@playwright/test';

/** Holds the scripts of the pages that are opened next, until what it returns is called. */
export async function holdScripts(page: Page): Promise<() => void> {
  const listen = Promise.withResolvers<void>();
  await page.route('**/_next/static/**/*.js', (route) =>
    listen.promise.then(() => route.continue()),
  );
  return listen.resolve;
}

/**
 * Chooses the second option of a select in the next page, as soon as React listens: what is chosen then
 * is what makes React hurry to be there, in the middle of the choice.
 *
 * @param label the aria-label of the select.
 */
export async function chooseWhileHydrating(page: Page, label: string): Promise<void> {
  await page.addInitScript((name) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      const select = document.querySelector<HTMLSelectElement>(`select[aria-label="${name}"]`);
      if (!select) return;
      select.selectedIndex = 1;
      select.dispatchEvent(new Event('input', { bubbles: true }));
      const isThere = Object.keys(select).some((key) => key.startsWith('__reactProps'));
      if (isThere) select.dispatchEvent(new Event('change', { bubbles: true }));
      else port2.postMessage(undefined);
    };
    const listen = document.addEventListener;
    document.addEventListener = (...event: Parameters<typeof listen>) => {
      if (event[0] === 'change') {
        document.addEventListener = listen;
        port2.postMessage(undefined);
      }
      return listen.apply(document, event);
    };
  }, label);
}
