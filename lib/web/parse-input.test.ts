import { expect, test } from 'vitest';
import { z } from 'zod';
import { parseInput, readForm } from './parse-input.ts';

const Shape = z
  .object({ email: z.email('No.'), tags: z.array(z.object({ key: z.string().min(2, 'Short.') })) })
  .refine(({ email }) => email !== 'a@example.com', 'Not that one.');

test('every field that is wrong is named, by its path on the wire', () => {
  const parse = () => parseInput(Shape, { email: 'x', tags: [{ key: 'ok' }, { key: 'k' }] });
  expect(parse).toThrow(
    expect.objectContaining({
      code: 'INVALID_DATA',
      fields: { email: ['No.'], 'tags.1.key': ['Short.'] },
    }),
  );
});

test('what no field is to blame for becomes the sentence of the whole', () => {
  const parse = () => parseInput(Shape, { email: 'a@example.com', tags: [] });
  expect(parse).toThrow(expect.objectContaining({ message: 'Not that one.', fields: {} }));
});

test('a form is read by names, without what React adds', () => {
  const form = new FormData();
  form.append('$ACTION_ID_abc', '');
  form.append('email', 'a');
  form.append('tag', '1');
  form.append('tag', '2');
  expect(readForm(form)).toEqual({ email: 'a', tag: ['1', '2'] });
});
