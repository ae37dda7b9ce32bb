/** Ids of one of each thing of a team, and of its people. */
export type Things = Record<
  | 'task'
  | 'export'
  | 'connection'
  | 'destination'
  | 'webhook'
  | 'delivery'
  | 'base'
  | 'key'
  | 'invitation'
  | 'session'
  | 'team'
  | 'person',
  string
>;

const submissionId = '00000000-0000-4000-8000-000000000001';
const destination = {
  name: 'Mine now',
  operation: 'export/sftp',
  options: { host: 'evil.example', username: 'deploy' },
  secrets: { password: { keep: true } },
  openFields: [],
  shared: true,
  allowedRoles: [],
  notes: '',
  colour: 'grey',
  prefix: null,
  fencePrefix: null,
  fenceBytes: null,
  givenExpiry: null,
};

/** Actions that take an id of a thing: what somebody would send who has seen that of another team. */
export const withIdsOf = (of: Things): Record<string, Record<string, unknown>> => ({
  rerunExportAction: { id: of.export, submissionId },
  newLinkAction: { id: of.export, submissionId },
  cancelExportAction: { id: of.export },
  deleteExportAction: { id: of.export },
  createExportsAction: {
    deliveries: [{ destinationId: of.destination, options: {} }],
    inputTaskIds: [of.task],
    submissionId,
  },
  startUploadsAction: { count: 1, connection: of.connection },
  importUrlAction: { url: 'https://x.example/a', connection: of.connection },
  updateConnectionAction: {
    id: of.connection,
    name: 'Mine now',
    base_url: 'https://evil.example/v2',
  },
  checkConnectionAction: { id: of.connection },
  deleteConnectionAction: { id: of.connection },
  updateDestinationAction: { ...destination, id: of.destination, version: 1 },
  testDestinationAction: { ...destination, id: of.destination },
  cloneDestinationAction: { id: of.destination },
  deleteDestinationAction: { id: of.destination },
  trustHostKeyAction: { id: of.destination, fingerprint: `SHA256:${'A'.repeat(43)}` },
  revokeKeyAction: { id: of.key },
  switchWebhookAction: { id: of.webhook, enabled: false },
  removeWebhookAction: { id: of.webhook },
  sendAgainAction: { id: of.delivery },
  revokeSignedUrlBaseAction: { id: of.base },
  revokeInvitationAction: { id: of.invitation },
  changeRoleAction: { userId: of.person, role: 'viewer' },
  removeMemberAction: { id: of.person },
  switchTeamAction: { id: of.team },
  endOwnSession: { id: of.session },
});

/** What an id of another team's task gives is nothing, and no failure: deleting what is gone is fine. */
export const SILENT = ['deleteFilesAction'];

/** Actions that take no id: what they touch is the sender's own, or new. */
export const WITHOUT_IDS = [
  'changeOwnPassword',
  'createConnectionAction',
  'createDestinationAction',
  'createKeyAction',
  'createSignedUrlBaseAction',
  'createTeamAction',
  'createWebhookAction',
  'endOwnOtherSessions',
  'enrolOwnSecondFactor',
  'exportFileAction',
  'importFileAction',
  'inviteAction',
  'joinAction',
  'leaveTeamAction',
  'offerOwnSecondFactor',
  'removeOwnSecondFactor',
  'renameTeamAction',
  'renewOwnRecoveryCodes',
  'revealJobSecretAction',
];
