/** Code of the reference page that is more than one call. Tests run it as it stands. */
export type GuideCode = {
  /** A job, from a terminal. */
  quickStart: string;
  /** The official client of Node, pointed here. */
  nodeClient: string;
  /** An upload, from a program. */
  upload: string;
  verifySignature: string;
};

/** @param origin `https://host` of this server. */
export function guideCode(origin: string): GuideCode {
  return {
    quickStart: `export SLIPWAY_KEY=your-api-key

curl ${origin}/sync/v2/jobs \\
  -H "Authorization: Bearer $SLIPWAY_KEY" \\
  -H "Content-Type: application/json" \\
  -d '{
    "tasks": {
      "import-it": { "operation": "import/raw", "file": "Hello", "filename": "hello.txt" },
      "export-it": { "operation": "export/url", "input": "import-it" }
    }
  }'`,

    nodeClient: `import CloudConvert from 'cloudconvert';

class Slipway extends CloudConvert {
  callWithBase(base, ...call) {
    const own = base
      .replace('https://sync.api.cloudconvert.com/', '${origin}/sync/')
      .replace('https://api.cloudconvert.com/', '${origin}/');
    return super.callWithBase(own, ...call);
  }
}

const slipway = new Slipway(process.env.SLIPWAY_KEY);
const job = await slipway.jobs.create({
  tasks: {
    'import-it': { operation: 'import/raw', file: 'Hello', filename: 'hello.txt' },
    'export-it': { operation: 'export/url', input: 'import-it' },
  },
});
const ended = await slipway.jobs.wait(job.id);
for (const file of slipway.jobs.getExportUrls(ended)) console.log(file.filename, file.url);`,

    upload: `import { openAsBlob } from 'node:fs';

const headers = { authorization: \`Bearer \${process.env.SLIPWAY_KEY}\` };
const asked = await fetch('${origin}/v2/import/upload', { method: 'POST', headers });
const { data: task } = await asked.json();

// Every parameter of the form, then the file. The form needs no key.
const form = new FormData();
for (const [name, value] of Object.entries(task.result.form.parameters)) form.append(name, value);
form.append('file', await openAsBlob('report.pdf'), 'report.pdf');
const sent = await fetch(task.result.form.url, { method: 'POST', body: form });
console.log(task.id, sent.status);`,

    verifySignature: `import { createHmac, timingSafeEqual } from 'node:crypto';

/** @param body the raw bytes of the request, before any parsing. */
function isFromSlipway(body, signature, secret) {
  const wanted = createHmac('sha256', secret).update(body).digest();
  const given = Buffer.from(signature ?? '', 'hex');
  return given.length === wanted.length && timingSafeEqual(given, wanted);
}`,
  };
}
