/** Answers as they come, for the document. */

const id = '7f110c42-3245-41cf-8555-37087c729ed2';
const inputId = '73df1e16-fd8b-47a1-a156-f197babde91a';
const jobId = '6d8a3e1c-5a86-4d6a-9c76-0f2bc1b4a6a1';

const TIMES = {
  created_at: '2026-03-01T12:00:00+00:00',
  started_at: '2026-03-01T12:00:01+00:00',
  ended_at: '2026-03-01T12:00:02+00:00',
};

const task = (operation: string, more: object) => ({
  id,
  job_id: null,
  status: 'waiting',
  credits: 0,
  code: null,
  message: null,
  percent: null,
  operation,
  result: null,
  ...{ created_at: TIMES.created_at, started_at: null, ended_at: null },
  ...{ retry_of_task_id: null, copy_of_task_id: null, depends_on_task_ids: [] },
  links: { self: `/v2/tasks/${id}` },
  ...more,
});

const FILE = {
  filename: 'report.pdf',
  size: 172_570,
  sha256: '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
  content_type: 'application/pdf',
};

export const WAITING_UPLOAD = task('import/upload', {
  message: 'Waiting for file upload',
  result: {
    form: {
      url: `https://slipway.example.com/uploads/${id}`,
      parameters: { expires: '1772388000', max_file_size: '20000000000', signature: '…' },
    },
  },
});

/** As it is answered when it was created. */
export const createdTask = (operation: string) =>
  operation === 'import/upload'
    ? WAITING_UPLOAD
    : task(operation, operation.startsWith('export/') ? { depends_on_task_ids: [inputId] } : {});

export const FINISHED_TASK = task('export/url', {
  ...{ status: 'finished', percent: 100, ...TIMES },
  result: {
    files: [
      {
        ...FILE,
        url: `https://slipway.example.com/files/${id}/report.pdf?temp_url_sig=…&temp_url_expires=1772452802`,
      },
    ],
  },
  depends_on_task_ids: [inputId],
});

export const FAILED_TASK = task('export/s3', {
  ...{ status: 'error', ...TIMES },
  code: 'TARGET_NOT_FOUND',
  message: 'There is no bucket `reports` at s3.eu-central-1.amazonaws.com.',
  errors: { bucket: ['There is no bucket `reports` at s3.eu-central-1.amazonaws.com.'] },
  depends_on_task_ids: [inputId],
});

export const FINISHED_JOB = {
  id: jobId,
  tag: 'invoice-4711',
  status: 'finished',
  ...TIMES,
  tasks: [
    task('import/url', {
      ...{ id: inputId, name: 'import-it', job_id: jobId, status: 'finished', percent: 100 },
      ...TIMES,
      result: { files: [FILE] },
      links: { self: `/v2/tasks/${inputId}` },
    }),
    { ...FINISHED_TASK, name: 'export-it', job_id: jobId },
  ],
  links: { self: `/v2/jobs/${jobId}` },
};

export const JOB_BODY = {
  tasks: {
    'import-it': { operation: 'import/url', url: 'https://example.com/report.pdf' },
    'export-it': { operation: 'export/url', input: 'import-it' },
  },
  tag: 'invoice-4711',
};

export const WEBHOOK = {
  id: '0a2c1c52-1f6f-4ad8-9e62-7f4a3ff1bb31',
  url: 'https://example.com/hooks/slipway',
  ...{ disabled: false, failing: false },
  events: ['job.finished', 'job.failed'],
  created_at: TIMES.created_at,
  links: { self: '/v2/webhooks/0a2c1c52-1f6f-4ad8-9e62-7f4a3ff1bb31' },
};

export const USER = {
  id: '5d3b1f5e-8f4a-4ed2-9a57-6b7f9d0c2a11',
  username: 'Ada Lovelace',
  email: 'ada@example.com',
  created_at: TIMES.created_at,
  credits: 0,
  links: { self: '/v2/users/me' },
};

/** @param path of the list. */
export const pageOf = (data: readonly unknown[], path: string) => ({
  data,
  links: { first: `/v2/${path}?page=1`, last: null, prev: null, next: null },
  meta: { current_page: 1, from: 1, path: `/v2/${path}`, per_page: 100, to: data.length },
});
