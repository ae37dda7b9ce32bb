import type { HostKey, ProbeReport } from '#lib/engine/probe/report.ts';

/** What the browser learns of a stored secret. Times are ISO, UTC. */
export type SecretState = {
  updatedAt: string;
  updatedBy: string;
  /** The last four characters of the id that it belongs to. */
  hint: string | null;
};

/** One destination as lists show it. Plain data: it crosses from server to browser. */
export type DestinationRow = {
  id: string;
  name: string;
  operation: string;
  /** In words: “reports on files.example.com”. */
  place: string;
  /** The team's, or its owner's alone. */
  shared: boolean;
  colour: string;
  lastUsedAt: string | null;
  /** When its credentials end: the sooner of what they say and what a person entered. */
  expiresAt: string | null;
  test: 'passed' | 'failed' | null;
  testedAt: string | null;
  /** The server showed a host key that nobody has trusted yet. */
  keyOffered: boolean;
  mayUse: boolean;
  mayEdit: boolean;
};

export type DestinationPage = {
  rows: DestinationRow[];
  /** Opaque; give it back to go on. Null at the end. */
  nextCursor: string | null;
};

export type OfferedHostKey = HostKey & { seenAt: string };

export type DestinationDetail = DestinationRow & {
  /** In wire names, without secrets; ids cut short for those who may not edit. */
  options: Record<string, unknown>;
  secrets: Record<string, SecretState>;
  openFields: string[];
  allowedRoles: string[];
  notes: string;
  prefix: string | null;
  fencePrefix: string | null;
  fenceBytes: number | null;
  /** `2026-12-31`. */
  givenExpiry: string | null;
  foundExpiry: string | null;
  offeredHostKey: OfferedHostKey | null;
  /** Of what is saved now. */
  report: ProbeReport | null;
  version: number;
  createdAt: string;
  updatedAt: string;
  usedBy: { exports: number; running: number };
};

/** A destination as somebody needs it who exports with it. */
export type UsableDestination = {
  id: string;
  name: string;
  operation: string;
  place: string;
  colour: string;
  shared: boolean;
  notes: string;
  /** What is fixed, as the form calls it; secrets are named, not shown. */
  summary: { label: string; value: string }[];
  /** Names of the fields to fill in or to change, and what they start with. */
  openFields: string[];
  options: Record<string, unknown>;
  /** Secrets among the open fields that are stored. */
  storedOpen: string[];
  /** With the placeholders filled in as of now. */
  prefix: string | null;
  /** What the names start with and follow from, for a preview. */
  naming: Record<string, unknown>;
  fencePrefix: string | null;
  fenceBytes: number | null;
  expiresAt: string | null;
  /** As of when the list was made. */
  expired: boolean;
  keyOffered: boolean;
};

/** One change of a destination. */
export type HistoryEntry = {
  id: string;
  at: string;
  /** How the person was called at the time. */
  actor: string;
  action: string;
  /** Labels of what changed. */
  fields: string[];
};
