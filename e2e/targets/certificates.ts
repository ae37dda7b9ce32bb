import path from 'node:path';
import type { Run } from './run.ts';

/** PEM files. */
export type Certificate = { cert: string; key: string };

export type Certificates = {
  /** Signed all but `selfSigned`. Trust it where they are to be looked at any further. */
  ca: string;
  /** For localhost and 127.0.0.1. */
  good: Certificate;
  expired: Certificate;
  otherHost: Certificate;
  selfSigned: Certificate;
};

const HERE = 'DNS:localhost,IP:127.0.0.1';

/** Certificates as servers have them that are right, and as those that are not. */
export async function makeCertificates(run: Run): Promise<Certificates> {
  const dir = await run.folder('certificates');
  const openssl = (...args: string[]) => run.command('openssl', args, { cwd: dir });
  const files = (name: string): Certificate => ({
    cert: path.join(dir, `${name}.pem`),
    key: path.join(dir, `${name}.key`),
  });
  const newKey = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];
  const selfSign = async (name: string, ...extra: string[]) => {
    const made = files(name);
    const out = ['-keyout', made.key, '-out', made.cert, '-days', '30', '-subj', `/CN=${name}`];
    await openssl('req', '-x509', ...newKey, ...out, ...extra);
    return made;
  };
  const ca = await selfSign('ca', '-addext', 'keyUsage=keyCertSign');
  const sign = async (name: string, names: string, days: string) => {
    const made = files(name);
    const extra = ['-subj', `/CN=${name}`, '-addext', `subjectAltName=${names}`];
    await openssl('req', ...newKey, '-keyout', made.key, '-out', `${name}.csr`, ...extra);
    const by = ['-CA', ca.cert, '-CAkey', ca.key, '-CAcreateserial', '-copy_extensions', 'copy'];
    await openssl('x509', '-req', '-in', `${name}.csr`, '-out', made.cert, '-days', days, ...by);
    return made;
  };
  return {
    ca: ca.cert,
    good: await sign('good', HERE, '30'),
    expired: await sign('expired', HERE, '-1'),
    otherHost: await sign('other-host', 'DNS:elsewhere.example', '30'),
    selfSigned: await selfSign('self-signed', '-addext', `subjectAltName=${HERE}`),
  };
}
