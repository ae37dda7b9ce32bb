/** What each role is for, in a sentence; the table of permissions on the team page has it in full. */
export const ROLE_WORDS = {
  owner: 'May do everything, and make others owner.',
  admin: 'Manages people, connections, shared destinations and keys, and exports.',
  operator: 'Adds files, exports them, and keeps private destinations.',
  viewer: 'Sees exports, files and destinations, and changes nothing.',
} as const;

export type RoleName = keyof typeof ROLE_WORDS;
