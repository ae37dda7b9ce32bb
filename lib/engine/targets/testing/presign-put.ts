import { createHash, createHmac } from 'node:crypto';
import type { S3Keys } from '../../../../e2e/targets/ceph.ts';
import { inPath } from './curl.ts';

type Presigned = {
  endpoint: string;
  region: string;
  bucket: string;
  key: string;
  keys: S3Keys;
  /** From now. Less than nothing: it has expired. */
  seconds: number;
};

/**
 * A URL to which anybody may PUT one object.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-query-string-auth.html
 */
export function presignPut({ endpoint, region, bucket, key, keys, seconds }: Presigned): string {
  const url = new URL(`${endpoint}/${bucket}/${inPath(key)}`);
  const isPast = seconds < 0;
  const begin = new Date(Date.now() + (isPast ? (seconds - 1) * 1000 : 0));
  const time = begin.toISOString().replace(/[-:]|\.\d+/g, '');
  const scope = `${time.slice(0, 8)}/${region}/s3/aws4_request`;
  const query = [
    ['X-Amz-Algorithm', 'AWS4-HMAC-SHA256'],
    ['X-Amz-Credential', `${keys.accessKeyId}/${scope}`],
    ['X-Amz-Date', time],
    ['X-Amz-Expires', `${isPast ? 1 : seconds}`],
    ['X-Amz-SignedHeaders', 'host'],
  ]
    .map((pair) => pair.map((part) => encodeURIComponent(part ?? '')).join('='))
    .join('&');
  const request = ['PUT', url.pathname, query, `host:${url.host}`, '', 'host', 'UNSIGNED-PAYLOAD'];
  const hashed = createHash('sha256').update(request.join('\n')).digest('hex');
  const hmac = (by: string | Buffer, what: string) =>
    createHmac('sha256', by).update(what).digest();
  const signing = scope
    .split('/')
    .reduce<string | Buffer>((by, part) => hmac(by, part), `AWS4${keys.secretAccessKey}`);
  const words = ['AWS4-HMAC-SHA256', time, scope, hashed].join('\n');
  url.search = `${query}&X-Amz-Signature=${hmac(signing, words).toString('hex')}`;
  return url.href;
}
