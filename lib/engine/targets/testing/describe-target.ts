import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { BROKEN_CASES } from './broken-cases.ts';
import { BYTES_CASES } from './bytes-cases.ts';
import { EXISTS_CASES } from './exists-cases.ts';
import { runFailureCase } from './failure-cases.ts';
import { NAMES_CASES } from './names-cases.ts';
import type { Rig } from './rig.ts';
import type { Case, Suite } from './suite.ts';
import { startSuiteEngine } from './suite-engine.ts';

const CASES = { ...BYTES_CASES, ...NAMES_CASES, ...EXISTS_CASES, ...BROKEN_CASES };

export type CaseName = keyof typeof CASES;

/** Holds a target to everything that all targets promise, on a real server. */
export function describeTarget(rig: Rig): void {
  describe(rig.operation.id, () => {
    let suite: Suite;
    beforeAll(async () => {
      suite = { rig, engine: await startSuiteEngine(rig.operation, rig.partSize) };
    });
    afterAll(() => suite?.engine.stop());

    for (const [name, one] of Object.entries(CASES) as [CaseName, Case][]) {
      if (rig.exceptions[name] === undefined) it(one.title, () => one.run(suite), one.within);
    }
    describe('says what went wrong', () => {
      for (const one of rig.failures) it(one.title, () => runFailureCase(suite, one));
    });

    it('has told no secret in all of this', async () => {
      const said = await suite.engine.allThatWasSaid();
      expect(said.length).toBeGreaterThan(1000);
      for (const secret of rig.secrets) {
        expect(secret.length).toBeGreaterThan(7);
        const at = said.indexOf(secret);
        expect(at < 0 ? '' : said.slice(Math.max(0, at - 200), at)).toBe('');
      }
    });
  });
}
