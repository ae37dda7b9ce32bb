import type { ClipboardEvent } from 'react';

/** Puts text in place of the selection, so that the browser's undo still knows it. */
export function insertText(input: HTMLInputElement | HTMLTextAreaElement, text: string): void {
  input.focus();
  // Deprecated, and the only way that keeps the undo history; where it is gone, undo is lost.
  if (document.execCommand('insertText', false, text)) return;
  const { selectionStart, selectionEnd, value } = input;
  input.setRangeText(text, selectionStart ?? value.length, selectionEnd ?? value.length, 'end');
  input.dispatchEvent(new Event('input', { bubbles: true }));
}

// What comes along from web pages and terminals, the marks without width among it.
const AROUND = /^[\s\u200B-\u200D\u2060]+|[\s\u200B-\u200D\u2060]+$/gu;

/** Takes the space off that comes along at the ends of what is pasted into one line. */
export function pasteTrimmed(event: ClipboardEvent<HTMLInputElement>): void {
  const text = event.clipboardData.getData('text/plain');
  const trimmed = text.replace(AROUND, '');
  if (trimmed === text || trimmed === '') return;
  event.preventDefault();
  insertText(event.currentTarget, trimmed.replace(/\s*[\r\n]+\s*/g, ' '));
}
