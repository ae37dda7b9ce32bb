/** What a presigned URL says about itself. */
export type Presigned = {
  /** "S3", as in sentences. */
  service: string;
  /** When it begins and ends to hold; unset where it does not say. */
  from: Date | undefined;
  until: Date | undefined;
  /** Headers that were signed, lower-case, `host` left out. */
  signedHeaders: readonly string[];
  /** Whether it says that it was made for something else than storing. */
  isForReading: boolean;
};

/** Undefined for a URL without a signature that is known. */
export function findPresigned(url: URL): Presigned | undefined {
  const query = new Map([...url.searchParams].map(([name, value]) => [name.toLowerCase(), value]));
  const kind = KINDS.find(({ has }) => has.every((name) => query.has(name)));
  return kind?.read(query);
}

type Query = ReadonlyMap<string, string>;
type Kind = { has: readonly string[]; read(query: Query): Presigned };

/** Amazon's version 4 and Google's, which differ in their names only. */
const versionFour = (service: string, prefix: string): Kind => ({
  has: [`${prefix}-signature`, `${prefix}-date`],
  read(query) {
    const from = readCompact(query.get(`${prefix}-date`));
    const seconds = Number(query.get(`${prefix}-expires`) ?? Number.NaN);
    const action = query.get('x-id');
    return {
      service,
      from,
      until: from && readDate(from.getTime() + seconds * 1000),
      signedHeaders: (query.get(`${prefix}-signedheaders`) ?? '')
        .split(';')
        .map((name) => name.trim().toLowerCase())
        .filter((name) => name !== '' && name !== 'host'),
      // Amazon's libraries note the action that a URL was made for.
      isForReading: action !== undefined && !/^(?:PutObject|UploadPart)$/.test(action),
    };
  },
});

const byEpoch = (service: string, has: readonly [string, string]): Kind => ({
  has,
  read(query) {
    const text = query.get(has[1]) ?? '';
    const until = /^\d+$/.test(text) ? readDate(Number(text) * 1000) : readDate(Date.parse(text));
    return { service, from: undefined, until, signedHeaders: [], isForReading: false };
  },
});

const KINDS: readonly Kind[] = [
  // https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-query-string-auth.html
  versionFour('S3', 'x-amz'),
  // https://cloud.google.com/storage/docs/authentication/canonical-requests
  versionFour('Google Cloud Storage', 'x-goog'),
  {
    // https://learn.microsoft.com/rest/api/storageservices/create-service-sas
    has: ['sig', 'sv'],
    read: (query) => ({
      service: 'Azure',
      from: readDate(Date.parse(query.get('st') ?? '')),
      until: readDate(Date.parse(query.get('se') ?? '')),
      signedHeaders: [],
      isForReading: query.has('sp') && !/[wc]/.test(query.get('sp') ?? ''),
    }),
  },
  // https://docs.openstack.org/swift/latest/api/temporary_url_middleware.html
  byEpoch('Swift', ['temp_url_sig', 'temp_url_expires']),
  // Version 2 of Amazon's signatures and of Google's.
  byEpoch('the service', ['signature', 'expires']),
];

/** 20240902T103658Z. */
function readCompact(text = ''): Date | undefined {
  const iso = text.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, '$1-$2-$3T$4:$5:$6Z');
  return readDate(Date.parse(iso));
}

const readDate = (ms: number): Date | undefined => {
  const date = new Date(ms);
  return Number.isNaN(date.getTime()) ? undefined : date;
};
