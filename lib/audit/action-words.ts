/** What an audit entry says was done, in words. A test holds it to the actions that the code writes. */
export const ACTION_WORDS: Readonly<Record<string, string>> = {
  'api-key.create': 'Made an API key',
  'export.cancel': 'Cancelled an export',
  'export.create': 'Made an export',
  'export.delete': 'Deleted an export',
  'export.refused': 'Made an export that was refused',
  'file.delete': 'Deleted files',
  'file.import': 'Fetched a file from a URL',
  'file.upload': 'Added files',
  'team.create': 'Made the team',
  'user.change-password': 'Changed their password',
  'user.sign-in': 'Signed in',
};

/** Kinds of things that the log can be narrowed to, by what stands before the dot. */
export const THING_WORDS: Readonly<Record<string, string>> = {
  export: 'Exports',
  file: 'Files',
  destination: 'Destinations',
  connection: 'Connections',
  team: 'Team',
  member: 'Members',
  invitation: 'Invitations',
  'api-key': 'API keys',
  webhook: 'Webhooks',
  'signed-url': 'Signed URLs',
  user: 'Accounts',
};

export const wordsOf = (action: string): string => ACTION_WORDS[action] ?? action;
