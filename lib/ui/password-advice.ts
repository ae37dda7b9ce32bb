export const PASSWORD_MIN_LENGTH = 12;
const STRONG_LENGTH = 18;
const FEW_CHARACTERS = 6;

export type PasswordAdvice = {
  /** Whether the form takes it. */
  acceptable: boolean;
  /** 0 to 3, for a bar beside the words. */
  level: 0 | 1 | 2 | 3;
  text: string;
};

const count = (text: string) => [...text].length;

/**
 * What to say beside a new password while it is typed. Length is what counts; of the rest only what
 * surely makes it weak is named: few different characters, and one's own name.
 * @param known what others know about the person: email, name
 */
export function describePassword(password: string, known: readonly string[] = []): PasswordAdvice {
  const length = count(password);
  if (length === 0) {
    return { acceptable: false, level: 0, text: `At least ${PASSWORD_MIN_LENGTH} characters.` };
  }
  if (length < PASSWORD_MIN_LENGTH) {
    const missing = PASSWORD_MIN_LENGTH - length;
    const unit = missing === 1 ? 'character' : 'characters';
    return { acceptable: false, level: 0, text: `${missing} more ${unit}.` };
  }
  const weakness = findWeakness(password, known);
  if (weakness) return { acceptable: true, level: 1, text: weakness };
  if (length < STRONG_LENGTH) {
    return { acceptable: true, level: 2, text: 'Good. A few more words make it better.' };
  }
  return { acceptable: true, level: 3, text: 'Strong.' };
}

function findWeakness(password: string, known: readonly string[]): string | undefined {
  const lower = password.toLowerCase();
  if (new Set(lower).size < FEW_CHARACTERS) return 'Weak: the same few characters again and again.';
  const parts = known.flatMap((text) => text.toLowerCase().split(/[\s@.]+/));
  const found = parts.find((part) => count(part) >= 4 && lower.includes(part));
  return found && `Weak: it contains “${found}”, which others know.`;
}
