import { z } from 'zod';
import type { Check, Field, FieldText, Suggestion, Widget } from './field.ts';
import { makeField, type Presence } from './make-field.ts';
import { checkPrivateKey, type PrivateKeyKind, repairPrivateKey } from './private-key.ts';

type TextOptions<R extends boolean> = FieldText &
  Presence<R> & {
    widget?: Extract<Widget, 'text' | 'url' | 'textarea'>;
    suggestions?: readonly Suggestion[];
    default?: string;
    maxLength?: number;
    check?: Check;
    /** Where space at the ends may be meant: the wire keeps it, the form does not. */
    spaces?: 'wire' | 'always';
    /** Mends what people paste; must change nothing the second time. */
    repair?: (value: string) => string;
    keepsEmpty?: true;
    redact?: (value: unknown) => unknown;
  };

/** One line of text, or several with the widget `textarea`. */
export function text<R extends boolean = false>(options: TextOptions<R>): Field<string, R> {
  const { required, secret, spaces, repair, check, maxLength = 4096, keepsEmpty } = options;
  const { redact, check: _, repair: __, spaces: ___, maxLength: ____, ...meta } = options;
  const mend = repair ?? ((value: string) => value);
  const widget = options.widget ?? (secret ? 'secret' : options.suggestions ? 'combobox' : 'text');
  const wire = spaces ? z.string() : z.string().overwrite((value) => mend(value.trim()));
  return makeField<string, R>(
    { meta: { ...meta, widget }, presence: { required, secret } as Presence<R> },
    {
      wire,
      form: (needed) =>
        z
          .string({ error: `${options.label} must be text.` })
          .overwrite((value) => (spaces === 'always' ? value : mend(value.trim())))
          .superRefine((value, context) => {
            if (value === '') {
              if (needed && !keepsEmpty) context.addIssue(`${options.label} is required.`);
              return;
            }
            if (value.length > maxLength) {
              context.addIssue(`${options.label} can have ${maxLength} characters at most.`);
              return;
            }
            const wrong = check?.(value);
            if (wrong) context.addIssue(wrong);
          })
          .transform((value) => (value === '' && !keepsEmpty ? undefined : value)),
      toForm: (value) => (typeof value === 'string' ? value : ''),
      ...(keepsEmpty ? { keepsEmpty } : {}),
      ...(redact ? { redact } : {}),
    },
  );
}

/** One line that is masked on the screen and sealed at rest. */
export function secretText<R extends boolean = false>(
  options: Omit<TextOptions<R>, 'secret' | 'widget'>,
): Field<string, R> {
  return text<R>({ ...options, secret: true } as TextOptions<R>);
}

/** A private key: repaired on the wire and in the form, checked in the form. */
export function privateKey<R extends boolean = false>(
  options: FieldText & { required?: R; kinds: readonly PrivateKeyKind[] },
): Field<string, R> {
  const { kinds, required, ...meta } = options;
  return makeField<string, R>(
    {
      meta: { ...meta, widget: 'private-key' },
      presence: { required: required as R, secret: true },
    },
    {
      wire: z.string().overwrite(repairPrivateKey),
      form: (needed) =>
        z
          .string({ error: `${options.label} must be text.` })
          .overwrite(repairPrivateKey)
          .superRefine((value, context) => {
            const wrong =
              value === ''
                ? needed && `${options.label} is required.`
                : checkPrivateKey(value, kinds);
            if (wrong) context.addIssue(wrong);
          })
          .transform((value) => (value === '' ? undefined : value)),
      toForm: (value) => (typeof value === 'string' ? value : ''),
    },
  );
}
