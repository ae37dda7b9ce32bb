export type ReadText = { ok: true; text: string } | { ok: false; message: string };

/** Keys and key files have a few kilobytes; anything larger is another file by mistake. */
const MOST_BYTES = 64 * 1024;

/** Reads a small text file that was dropped or chosen. */
export async function readTextFile(file: File): Promise<ReadText> {
  if (file.size > MOST_BYTES) {
    return { ok: false, message: `“${file.name}” is too large to be a key file.` };
  }
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(await file.arrayBuffer());
    if (!text.includes('\0')) return { ok: true, text };
  } catch (cause) {
    if (!(cause instanceof TypeError)) {
      return { ok: false, message: `“${file.name}” could not be read. Choose it again.` };
    }
  }
  return { ok: false, message: `“${file.name}” is not a text file. Choose the key itself.` };
}
