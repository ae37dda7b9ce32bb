'use client';

import { useState } from 'react';
import { ExpiryBadge } from '#components/destinations/expiry-badge.tsx';
import { HostKeyNotice } from '#components/destinations/host-key-notice.tsx';
import { TestSteps } from '#components/destinations/test-steps.tsx';
import type { ProbeStep } from '#lib/engine/probe/report.ts';
import { getOperation } from '#lib/operations/registry.ts';

const DAY = 24 * 3_600_000;
const KEY = {
  type: 'ssh-ed25519',
  fingerprint: 'SHA256:+DiY3wvvV6TuJJhbpZisF/zLDA0zPMSvHdkr4UvCOqU',
};
const OTHER = 'SHA256:p2QAMXNIC1TJYWeIOttrVc98/R1BUFWu3/LiyKgUfQM';

const STORED: ProbeStep[] = [
  {
    id: 'values',
    title: 'Check the values',
    state: 'passed',
    message: 'Bucket `invoices` in region `eu-central-1`, with key `AKIA…LMNO`.',
    took: 0,
  },
  {
    id: 'address',
    title: 'Reach the service',
    state: 'passed',
    message:
      's3.eu-central-1.amazonaws.com answers with TLS 1.3, and its certificate is valid until 2027-03-04.',
    took: 84,
  },
  {
    id: 'write',
    title: 'Store a small object',
    state: 'passed',
    message: 'Stored as `s3://invoices/2026/.slipway-probe-13f41e20edb1`.',
    took: 131,
  },
  {
    id: 'read',
    title: 'Look at the object',
    state: 'not-permitted',
    message: 'The key may not look at objects, and deliveries do not need that.',
    took: 47,
  },
  {
    id: 'remove',
    title: 'Remove the object',
    state: 'not-permitted',
    message:
      'The key may not delete objects, and deliveries do not need that. `2026/.slipway-probe-13f41e20edb1` stays in bucket `invoices`: remove it there when it is in the way.',
    detail: 'HTTP 403 AccessDenied\nAccess Denied\nRequest ID: 4442587FB7D0A2F9',
    took: 52,
  },
];

const WORDS =
  'sftp.example.com:2222 refused the password of user `deploy`. Check the user name and the password.';
const REFUSED: ProbeStep[] = [
  {
    id: 'values',
    title: 'Check the values',
    state: 'passed',
    message: 'User `deploy` at sftp.example.com:2222, with a password.',
    took: 0,
  },
  {
    id: 'address',
    title: 'Reach the server',
    state: 'passed',
    message: 'sftp.example.com:2222 takes connections.',
    took: 23,
  },
  {
    id: 'host-key',
    title: 'Look at the host key',
    state: 'passed',
    message: `The server shows \`${KEY.type} ${KEY.fingerprint}\`, as expected.`,
    took: 41,
  },
  {
    id: 'sign-in',
    title: 'Sign in',
    state: 'failed',
    code: 'TARGET_AUTH_FAILED',
    message: WORDS,
    fields: { password: [WORDS] },
    detail: 'Offered: publickey, password. Tried: password.',
    took: 2013,
  },
  { id: 'folder', title: 'Look at the folder', state: 'skipped', took: 0 },
  { id: 'write', title: 'Write a temporary file', state: 'skipped', took: 0 },
];

const CUT = 's3.eu-central-1.amazonaws.com broke off the connection before the file was whole.';
const BROKEN: ProbeStep[] = [
  ...STORED.slice(0, 2),
  {
    id: 'write',
    title: 'Store a small object',
    state: 'failed',
    code: 'TARGET_UNREACHABLE',
    message: CUT,
    fields: { region: [CUT] },
    took: 1290,
  },
  { id: 'read', title: 'Look at the object', state: 'skipped', took: 0 },
  { id: 'remove', title: 'Remove the object', state: 'skipped', took: 0 },
];

/** What a test shows, credentials that end, and host keys. */
export function DestinationStories({ serverTime }: { serverTime: number }) {
  const [went, setWent] = useState<string>();
  const at = (ms: number) => new Date(serverTime + ms).toISOString();
  return (
    <>
      <TestSteps label="Passed" operation={getOperation('export/s3')} steps={STORED} />
      <TestSteps
        label="Failed"
        operation={getOperation('export/sftp')}
        steps={REFUSED}
        onField={setWent}
      />
      <TestSteps
        label="Broken off"
        operation={getOperation('export/s3')}
        steps={BROKEN}
        left="2026/.slipway-probe-13f41e20edb1"
      />
      <output className="text-sm">{went && `Asked for: ${went}.`}</output>
      <TestSteps
        label="Running"
        operation={getOperation('export/s3')}
        steps={STORED.slice(0, 2)}
        running
      />
      <TestSteps label="Beginning" operation={getOperation('export/s3')} steps={[]} running />
      <div className="grid gap-2">
        <ExpiryBadge at={at(200.5 * DAY)} from="SAS token" />
        <ExpiryBadge at={at(23.5 * DAY)} from="SAS token" />
        <ExpiryBadge at={at(3.5 * DAY)} from="presigned URL of S3" />
        <ExpiryBadge at={at(-2.5 * DAY)} />
        <ExpiryBadge at={at(3.5 * DAY)} withTime={false} />
      </div>
      <HostKeyNotice address="sftp.example.com:2222" shown={KEY} onTrust={() => setWent('trust')} />
      <HostKeyNotice
        address="sftp.example.com:2222"
        shown={KEY}
        seenAt={at(-90_000)}
        trusted={OTHER}
      />
      <HostKeyNotice address="sftp.example.com:2222" shown={KEY} trusted={KEY.fingerprint} />
    </>
  );
}
