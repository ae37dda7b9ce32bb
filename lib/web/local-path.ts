const HERE = 'http://here.invalid';

/**
 * The path, query and fragment of `text` when it leads to a page of ours and nowhere else. Browsers
 * take `//host`, `/\host` and `/.//host` for other sites, so it is read the way they read it.
 */
export function findLocalPath(text: string): string | undefined {
  if (!text.startsWith('/') || !URL.canParse(text, HERE)) return undefined;
  const url = new URL(text, HERE);
  if (url.origin !== HERE || url.pathname.startsWith('//')) return undefined;
  // Next's own parameter on requests for the data of a page.
  url.searchParams.delete('_rsc');
  return `${url.pathname}${url.search}${url.hash}`;
}
