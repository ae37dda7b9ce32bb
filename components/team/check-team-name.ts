import type { FormErrors } from '#components/auth/use-form-action.ts';

/** What is wrong with the name of a team as far as a browser can tell. */
export function checkTeamName(formData: FormData): FormErrors {
  if (String(formData.get('name')).trim()) return {};
  return { name: ['Enter a name for the team.'] };
}
