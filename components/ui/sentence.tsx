/** A sentence of a failure: names in backticks are set as names. */
export function Sentence({ text }: { text: string }) {
  return text.split('`').map((part, i, parts) => {
    // A backtick without its other half is just one.
    const lone = i === parts.length - 1 && i % 2 === 1;
    if (lone) return `\`${part}`;
    if (i % 2 === 0) return part;
    // biome-ignore lint/suspicious/noArrayIndexKey: the parts of a text never change places.
    return <code key={i}>{part}</code>;
  });
}
