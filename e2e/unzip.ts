import { execFileSync } from 'node:child_process';

/** Opens a ZIP with a program that is not ours: Python's, which is on every system that has Chromium's packages. */
export function unzip(zip: Uint8Array): { name: string; bytes: Buffer }[] {
  const script = [
    'import sys, io, zipfile, json, base64',
    'z = zipfile.ZipFile(io.BytesIO(sys.stdin.buffer.read()))',
    'assert z.testzip() is None',
    'print(json.dumps([[n, base64.b64encode(z.read(n)).decode()] for n in z.namelist()]))',
  ].join('\n');
  const out = execFileSync('python3', ['-c', script], { input: zip, maxBuffer: 1e8 });
  const list = JSON.parse(out.toString()) as [string, string][];
  return list.map(([name, base64]) => ({ name, bytes: Buffer.from(base64, 'base64') }));
}
