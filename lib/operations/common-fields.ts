import { objectName, objectPrefix } from './checks.ts';
import type { Choice } from './choice.ts';
import type { Field } from './field.ts';
import { IF_EXISTS } from './suggestions.ts';
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
