import { decodeExtended } from 'content-disposition';

export type PartDisposition = {
  name: string | undefined;
  /** Undefined when the part is a plain field; empty when a form was sent with no file chosen. */
  filename: string | undefined;
};

/**
 * Reads the Content-Disposition of a form part, in all the forms that clients send: names quoted or
 * not, with `;` or spaces in them, with `\"` (older clients) or `%22` (browsers) for a quote.
 * The official Node client writes `form-data;name="file";filename=input.png`.
 */
export function readDisposition(value: string): PartDisposition {
  const found = new Map<string, string>();
  for (let at = value.indexOf(';'); at !== -1 && at < value.length; ) {
    const key = matchAt(/;\s*([\w-]+\*?)\s*=\s*/y, value, at);
    if (!key) {
      at = value.indexOf(';', at + 1);
      continue;
    }
    const start = at + key[0].length;
    const quoteEnd = value[start] === '"' ? closingQuote(value, start + 1) : -1;
    const end = quoteEnd === -1 ? bareEnd(value, start) : quoteEnd + 1;
    const text = value.slice(start, end).trim();
    const name = (key[1] ?? '').toLowerCase();
    if (!found.has(name))
      found.set(name, quoteEnd === -1 ? withoutQuotes(text) : unescapeQuoted(text));
    at = value.indexOf(';', end);
  }
  const extended = found.get('filename*');
  return {
    name: found.get('name'),
    filename:
      (extended === undefined ? undefined : decodeExtended(extended)) ?? found.get('filename'),
  };
}

function matchAt(sticky: RegExp, text: string, at: number): RegExpExecArray | null {
  sticky.lastIndex = at;
  return sticky.exec(text);
}

/** A quote closes only before `;` or the end: some clients leave the ones inside a name as they are. */
function closingQuote(text: string, from: number): number {
  for (let at = from; at < text.length; at += 1) {
    if (text[at] === '\\') at += 1;
    else if (text[at] === '"' && matchAt(/"\s*(?:;|$)/y, text, at)) return at;
  }
  return -1;
}

/** An unquoted value runs up to a `;` that begins another parameter: a name may hold `;` itself. */
function bareEnd(text: string, from: number): number {
  let at = text.indexOf(';', from);
  while (at !== -1 && !matchAt(/;\s*[\w-]+\*?\s*=/y, text, at)) at = text.indexOf(';', at + 1);
  return at === -1 ? text.length : at;
}

/** Quotes whose end looks escaped (a browser's name that ends in a backslash) come off all the same. */
function withoutQuotes(text: string): string {
  return fromBrowser(/^".*"$/s.test(text) ? text.slice(1, -1) : text);
}

function unescapeQuoted(text: string): string {
  return fromBrowser(text.slice(1, -1).replace(/\\(["\\])/g, '$1'));
}

/** The three characters that browsers encode, and no others: `100%25.pdf` is a name. */
function fromBrowser(text: string): string {
  return text.replaceAll('%22', '"').replace(/%0d/gi, '\r').replace(/%0a/gi, '\n');
}
