import type { FieldErrors } from '#lib/errors.ts';

const PLACE = /^deliveries\.(\d+)\.(.+)$/;

/** What was wrong with each place of a submission, by its number, and with the files. */
export type DeliveryErrors = { input: string[]; places: ReadonlyMap<number, FieldErrors> };

/** Parts the errors of a submission (`deliveries.1.bucket`) by the place that they are about. */
export function readDeliveryErrors(fields: FieldErrors | undefined): DeliveryErrors {
  const places = new Map<number, FieldErrors>();
  for (const [path, texts] of Object.entries(fields ?? {})) {
    const [, index, name] = PLACE.exec(path) ?? [];
    if (index === undefined || name === undefined) continue;
    places.set(Number(index), { ...places.get(Number(index)), [name]: texts });
  }
  return { input: fields?.input ?? [], places };
}
