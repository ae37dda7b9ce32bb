import { expect, test } from 'vitest';
import { readDeliveryErrors } from './delivery-errors.ts';

test('errors are told by the place that they are about', () => {
  const { input, places } = readDeliveryErrors({
    input: ['Too large.'],
    'deliveries.0.bucket': ['Is missing.'],
    'deliveries.10.metadata.1.key': ['Has a space.'],
    'deliveries.10.acl': ['Is unknown.'],
  });
  expect(input).toEqual(['Too large.']);
  expect(Object.fromEntries(places)).toEqual({
    0: { bucket: ['Is missing.'] },
    10: { 'metadata.1.key': ['Has a space.'], acl: ['Is unknown.'] },
  });
  expect(readDeliveryErrors(undefined)).toEqual({ input: [], places: new Map() });
});
