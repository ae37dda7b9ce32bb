import { Failure } from '#lib/errors.ts';

/** An address of the object store, as the catalogue has it. */
export type Endpoint = { region: string; interface: string; url: string };

type Json = Record<string, unknown>;
const isObject = (value: unknown): value is Json => typeof value === 'object' && value !== null;
const listed = (value: unknown): Json[] => (Array.isArray(value) ? value.filter(isObject) : []);

/** The object store's endpoints of a catalogue: `token.catalog` of v3, `access.serviceCatalog` of v2.0. */
export function readEndpoints(catalog: unknown): Endpoint[] {
  return listed(catalog)
    .filter(({ type }) => type === 'object-store')
    .flatMap(({ endpoints }) => listed(endpoints))
    .flatMap((endpoint) => {
      const region = `${endpoint.region ?? endpoint.region_id ?? ''}`;
      if (typeof endpoint.url === 'string') {
        return [{ region, interface: `${endpoint.interface}`, url: endpoint.url }];
      }
      return ['public', 'internal', 'admin'].flatMap((one) => {
        const url = endpoint[`${one}URL`];
        return typeof url === 'string' ? [{ region, interface: one, url }] : [];
      });
    });
}

type Wanted = {
  region: string;
  interface: string;
  /** The host that the catalogue came from. */
  host: string;
  /** The project, when it is known. */
  project: string | undefined;
};

/**
 * The address of the account in the object store, without a slash at its end.
 * @throws Failure TARGET_NOT_FOUND, at the field that does not fit.
 */
export function chooseEndpoint(endpoints: readonly Endpoint[], wanted: Wanted): string {
  const { host, region, project } = wanted;
  const of = project ? ` for project \`${project}\`` : '';
  if (endpoints.length === 0) {
    throw missing('auth_url', `The cloud at ${host} has no object store (Swift)${of}.`);
  }
  const same = (a: string, b: string) => a.toLowerCase() === b.toLowerCase();
  const exact = endpoints.filter((endpoint) => endpoint.region === region);
  const here = exact.length > 0 ? exact : endpoints.filter((one) => same(one.region, region));
  if (here.length === 0) {
    const regions = inWords(endpoints.map((one) => one.region));
    const words = `The cloud at ${host} has no object store in region \`${region}\`. There is one in ${regions}.`;
    throw missing('region', words);
  }
  const found = here.find((endpoint) => same(endpoint.interface, wanted.interface));
  const url = found && URL.parse(found.url);
  if (!found) {
    const interfaces = inWords(here.map((one) => one.interface));
    const words = `The object store in region \`${region}\` has no interface \`${wanted.interface}\`. There is ${interfaces}.`;
    throw missing('interface', words);
  }
  if (!url || !/^https?:$/.test(url.protocol)) {
    const words = `The catalogue of ${host} names “${found.url}” as the object store of region \`${region}\`, which is no web address. Whoever runs the cloud has to correct it.`;
    throw missing('region', words);
  }
  return (url.origin + url.pathname).replace(/\/+$/, '');
}

const missing = (field: string, words: string): Failure =>
  new Failure('TARGET_NOT_FOUND', words, { fields: { [field]: [words] } });

const inWords = (names: readonly string[]): string =>
  [...new Set(names)]
    .sort()
    .map((name) => `\`${name}\``)
    .join(', ');
