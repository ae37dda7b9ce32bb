import type { AnyAuthMethod, KeyboardInteractiveCallback, NextAuthHandler, Prompt } from 'ssh2';
import type { Settings } from './settings.ts';

/** How signing in went, for the sentence when it did not. */
export type SignIn = {
  /** What the server would still take, as it said last. */
  offered: readonly string[];
  tried: string[];
  /** A method was right, and the server wants another one besides. */
  partly: boolean;
  /** What was asked for and could not be answered. */
  asked: string[];
  next: (left: readonly string[] | null, partly: boolean | null, use: NextAuthHandler) => void;
};

/**
 * Asks the server first what it takes, and then tries what there is: the key, the password, and the
 * password once more where the server asks for it by a prompt. Each at most once.
 */
export function createSignIn(settings: Settings): SignIn {
  const { username, password, key } = settings;
  const ways = new Map<string, () => AnyAuthMethod>();
  if (key) ways.set('publickey', () => ({ type: 'publickey', username, key: key as never }));
  if (password !== undefined) {
    ways.set('password', () => ({ type: 'password', username, password }));
    ways.set('keyboard-interactive', () => {
      let answered = false;
      const prompt = (
        _name: string,
        _instructions: string,
        _language: string,
        prompts: Prompt[],
        finish: KeyboardInteractiveCallback,
      ) => {
        const [only] = prompts;
        // A second question, or one whose answer is shown, is not for the password.
        const isPassword = prompts.length === 1 && only?.echo !== true && !answered;
        if (!isPassword) signIn.asked.push(...prompts.map((one) => one.prompt.trim()));
        answered = true;
        finish(isPassword ? [password] : prompts.map(() => ''));
      };
      return { type: 'keyboard-interactive', username, prompt };
    });
  }
  const signIn: SignIn = {
    offered: [],
    tried: [],
    partly: false,
    asked: [],
    next(left, partly, use) {
      if (left === null) {
        use({ type: 'none', username });
        return;
      }
      signIn.offered = left;
      signIn.partly ||= partly === true;
      const [type, make] = [...ways].find(([name]) => left.includes(name)) ?? [];
      if (!type || !make) {
        use(false as never);
        return;
      }
      ways.delete(type);
      signIn.tried.push(type);
      use(make());
    },
  };
  return signIn;
}
