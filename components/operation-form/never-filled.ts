/** Keeps browsers and password managers from filling in, or keeping, what belongs to a target. */
export const NEVER_FILLED = {
  autoComplete: 'off',
  'data-1p-ignore': '',
  'data-lpignore': 'true',
  'data-bwignore': '',
  'data-form-type': 'other',
} as const;
