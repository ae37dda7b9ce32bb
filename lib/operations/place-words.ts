/** The host of a web address, with its port where it has one. Undefined when there is none. */
export function hostOf(address: unknown): string | undefined {
  return typeof address === 'string' && URL.canParse(address) ? new URL(address).host : undefined;
}

/** “reports on files.example.com”, or the one of both that is there. */
export function inside(place: unknown, whole: unknown): string {
  return [place, whole].filter((word) => typeof word === 'string' && word !== '').join(' on ');
}
