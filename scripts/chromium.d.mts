/** The path of a Chromium that is there. */
export function findChromium(): string | undefined;

/** The path of a Chromium; ends the process in words when there is none to be had. */
export function ensureChromium(): string;
