import { objectName, objectPrefix } from './checks.ts';
import type { Choice } from './choice.ts';
import type { Field } from './field.ts';
import { text } from './text-fields.ts';

/** The name that a file gets here. */
export const fileName = <R extends boolean>(required: R, help: string): Field<string, R> =>
  text<R>({
    label: 'File name',
    help,
    group: 'source',
    placeholder: 'report.pdf',
    required,
    maxLength: 255,
    spaces: 'wire',
  });

/** The name that one file gets here, or several that a prefix or a folder has. */
export const importedName = (): Field<string, false> =>
  fileName(
    false,
    'The name that the file gets here. Left empty, it keeps its own. For several files put %d where their number is to stand.',
  );

/** The whole name of one file where it comes from. */
export const sourceName = (label: string): Field<string, false> =>
  text({
    label,
    help: 'The whole name of one file, with its folders.',
    group: 'source',
    placeholder: 'reports/2026/invoice.pdf',
    check: objectName,
    spaces: 'wire',
  });

export const sourcePrefix = (label: string): Field<string, false> =>
  text({
    label,
    help: 'Every file whose name begins like this is imported, up to 1,000. End it with a slash to name a folder.',
    group: 'source',
    placeholder: 'reports/2026/',
    check: objectPrefix,
    spaces: 'wire',
  });

/** One file, or all that begin alike. */
export const sourceChoice = <Name extends string>(one: Name, prefix: Name): Choice<Name> => ({
  id: 'files',
  label: 'Files',
  help: 'What is imported.',
  group: 'source',
  required: true,
  exclusive: true,
  options: [
    { id: 'one', label: 'One file', help: 'The file of exactly this name.', fields: [one] },
    {
      id: 'prefix',
      label: 'Prefix',
      help: 'All files whose names begin alike.',
      fields: [prefix],
    },
  ],
});
