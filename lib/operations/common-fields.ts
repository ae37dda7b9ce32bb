import { contentType, objectName, objectPrefix } from './checks.ts';
import type { Choice } from './choice.ts';
import type { Check, Field } from './field.ts';
import { CACHE_CONTROLS, CONTENT_TYPES, DISPOSITIONS, IF_EXISTS } from './suggestions.ts';
import { text } from './text-fields.ts';
import { oneOf } from './value-fields.ts';

/** The name at the target: placeholders count the files. */
export function exactName(label: string): Field<string, false> {
  return text({
    label,
    help: 'The name with its folders. For several files put %d where their number is to stand (%03d: with zeros in front).',
    group: 'naming',
    placeholder: 'reports/invoice-%d.pdf',
    check: objectName,
    spaces: 'wire',
  });
}

export function namePrefix(label: string): Field<string, false> {
  return text({
    label,
    help: 'Put before each file’s own name as it stands. End it with a slash to name a folder.',
    group: 'naming',
    placeholder: 'reports/2026/',
    check: objectPrefix,
    spaces: 'wire',
  });
}

/** The name choice of the object stores. */
export function nameChoice<Name extends string>(pattern: Name, prefix: Name): Choice<Name> {
  return {
    id: 'naming',
    label: 'Name',
    help: 'How the files are called where they go.',
    group: 'naming',
    required: false,
    exclusive: true,
    options: [
      { id: 'own', label: 'Own names', help: 'Each file keeps its name.', fields: [] },
      { id: 'pattern', label: 'Exact name', help: 'You say the whole name.', fields: [pattern] },
      { id: 'prefix', label: 'Prefix', help: 'Something goes before each name.', fields: [prefix] },
    ],
  };
}

export function ifExists(): Field<string, false> {
  return oneOf({
    label: 'If the file exists',
    help: 'What happens when a file of that name is there already.',
    group: 'delivery',
    default: 'overwrite',
    options: IF_EXISTS,
    addition: true,
  });
}

type HeaderOptions = {
  /** Not in the hosted service's API for this operation. */
  addition?: true;
};

export function contentTypeField(options: HeaderOptions = {}): Field<string, false> {
  return text({
    label: 'Content type',
    help: 'Left empty, it follows from the file itself.',
    group: 'headers',
    placeholder: 'application/pdf',
    suggestions: CONTENT_TYPES,
    check: contentType,
    ...options,
  });
}

/** @param check what the target takes as the value of a header. */
export function contentDispositionField(
  check: Check,
  options: HeaderOptions = {},
): Field<string, false> {
  return text({
    label: 'Content disposition',
    help: 'Whether browsers save the file or show it.',
    group: 'headers',
    placeholder: 'attachment',
    suggestions: DISPOSITIONS,
    check,
    ...options,
  });
}

/** @param check what the target takes as the value of a header. */
export function cacheControlField(check: Check, options: HeaderOptions = {}): Field<string, false> {
  return text({
    label: 'Cache control',
    help: 'How long browsers and proxies may keep the file.',
    group: 'headers',
    placeholder: 'max-age=172800',
    suggestions: CACHE_CONTROLS,
    check,
    ...options,
  });
}
