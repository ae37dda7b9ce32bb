/**
 * Names and values of a SAS token of Azure, with or without `?`, or of the whole URL that it came in. A
 * `+` stands for itself: a signature that was decoded once has some.
 */
export function readSasPairs(text: string): [name: string, value: string][] {
  return text
    .trim()
    .replace(/^https?:[^?]*\?/i, '')
    .replace(/^\?+/, '')
    .split('&')
    .filter((pair) => pair !== '')
    .map((pair): [string, string] => {
      const [, name = '', value = ''] = /^([^=]*)=?(.*)$/s.exec(pair) ?? [];
      return [decode(name), decode(value)];
    });
}

/** A moment as `st` and `se` write it; undefined for what is none. */
export function readSasDate(text: string | undefined): Date | undefined {
  const date = new Date(text ?? '');
  return Number.isNaN(date.getTime()) ? undefined : date;
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
