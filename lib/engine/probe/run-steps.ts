import { Failure, type FailureCode, isFailure } from '#lib/errors.ts';
import type { HostKey } from '#lib/operations/host-key.ts';
import type { Options, TargetContext } from '../delivery/target.ts';
import { settleSoon } from '../delivery/watch-silence.ts';
import type { Probe, ProbeContext, Tell } from './probe.ts';
import type { ProbeReport, ProbeState, ProbeStep } from './report.ts';

/** Milliseconds for closing and removing, each. */
const TO_END = 3_000;

/** After these nobody knows whether something was made at the target. */
const UNCERTAIN: ReadonlySet<FailureCode> = new Set([
  'TARGET_UNREACHABLE',
  'TARGET_BUSY',
  'INTEGRITY_MISMATCH',
  'DEADLINE_EXCEEDED',
  'INTERNAL',
]);

export type RunSteps = Pick<TargetContext, 'egress' | 'clock'> & {
  probe: Probe;
  options: Options;
  name: string;
  /** Ends the test: its reason is thrown. */
  signal: AbortSignal;
  /** Milliseconds for all steps together. */
  deadlineMs: number;
  /** Takes secrets out of all that is told. */
  redact: (text: string) => string;
  /** Gets each step when it is through. */
  onStep?: ((step: ProbeStep) => void) | undefined;
  /** Gets what was thrown and is no Failure, and what could not be removed. */
  onTrouble: (error: unknown, what: 'bug' | 'left') => void;
};

type Ending = {
  end: (signal: AbortSignal) => Promise<void> | void;
  /** For what was made: in which step, and its name. */
  made?: { in: string; name: string };
};

type Said = Pick<ProbeStep, 'state' | 'message' | 'detail'>;

/** Thrown through a probe by its step, so that nothing comes after it. */
class StepFailed extends Error {}

/**
 * Runs the steps of a probe in their order. Closes and removes on every path, also when told to stop.
 * @throws the signal's reason, once everything is closed.
 */
export async function runSteps(given: RunSteps): Promise<ProbeReport> {
  const { probe, options, signal: outer, deadlineMs, redact, onTrouble } = given;
  const late = new AbortController();
  const timer = setTimeout(() => late.abort(tooLate(deadlineMs)), deadlineMs);
  const signal = AbortSignal.any([outer, late.signal]);
  const done = new Map<string, ProbeStep>();
  const endings: Ending[] = [];
  let current: string | undefined;
  let hostKey: HostKey | undefined;
  let left: string | undefined;

  const note = (step: ProbeStep) => {
    const told = redactStep(step, redact);
    done.set(step.id, told);
    given.onStep?.(told);
  };

  const context: ProbeContext = {
    egress: given.egress,
    clock: given.clock,
    name: given.name,
    signal,
    async step(id, run, field) {
      const title = probe.steps[id] ?? id;
      const began = performance.now();
      const took = () => Math.round(performance.now() - began);
      let said: Said = { state: 'passed' };
      const say = (state: ProbeState) => (message: string, detail?: string) => {
        said = { state, message, detail };
      };
      const tell: Tell = {
        passed: say('passed'),
        notPermitted: say('not-permitted'),
        skipped: say('skipped'),
      };
      current = id;
      try {
        signal.throwIfAborted();
        const value = await settleSoon(Promise.resolve(run(tell)), signal);
        note({ id, title, took: took(), ...said });
        return value;
      } catch (error) {
        outer.throwIfAborted();
        const failure = toFailure(late.signal.aborted ? late.signal.reason : error, field);
        if (failure.code === 'INTERNAL') onTrouble(error, 'bug');
        const { code, message, fields, detail } = failure;
        note({ id, title, state: 'failed', took: took(), code, message, fields, detail });
        if (!UNCERTAIN.has(code)) {
          for (const ending of endings.filter(({ made }) => made?.in === id)) drop(ending);
        }
        throw new StepFailed();
      }
    },
    atEnd: (end) => void endings.push({ end }),
    leaves(remove, what = given.name) {
      const ending: Ending = { end: remove, made: { in: current ?? '', name: what } };
      endings.push(ending);
      return { gone: () => drop(ending) };
    },
    showHostKey(key) {
      hostKey = key;
    },
  };
  const drop = (ending: Ending) => {
    const at = endings.indexOf(ending);
    if (at >= 0) endings.splice(at, 1);
  };

  try {
    await probe.run(options, context);
  } catch (error) {
    if (!(error instanceof StepFailed)) throw error;
  } finally {
    clearTimeout(timer);
    for (const { end, made } of endings.toReversed()) {
      const soon = AbortSignal.timeout(TO_END);
      const ending = Promise.resolve().then(() => end(soon));
      await settleSoon(ending, soon).catch((error: unknown) => {
        left ??= made?.name;
        onTrouble(error, 'left');
      });
    }
  }
  const steps = Object.entries(probe.steps).map(
    ([id, title]): ProbeStep => done.get(id) ?? { id, title, state: 'skipped', took: 0 },
  );
  return {
    passed: steps.every(({ state }) => state !== 'failed'),
    steps,
    ...(left === undefined ? {} : { left: redact(left) }),
    ...(hostKey ? { hostKey } : {}),
  };
}

function tooLate(ms: number): Failure {
  const words = `This did not come to an end within the ${Math.round(ms / 1000)} s that a test may take. The other side may be slow, or something on the way there swallows what is sent: try again, then check the address.`;
  return new Failure('DEADLINE_EXCEEDED', words);
}

/** What is no Failure is a bug; the test says so instead of showing nothing. */
function toFailure(error: unknown, field: string | undefined): Failure {
  if (!isFailure(error)) {
    const words = error instanceof Error ? error.message : String(error);
    return new Failure('INTERNAL', `The test failed on this server: ${words}`, { cause: error });
  }
  if (error.code !== 'DEADLINE_EXCEEDED' || error.fields || !field) return error;
  const { message, detail } = error;
  return new Failure('DEADLINE_EXCEEDED', message, { detail, fields: { [field]: [message] } });
}

function redactStep(step: ProbeStep, redact: (text: string) => string): ProbeStep {
  const { message, fields, detail, ...rest } = step;
  return {
    ...rest,
    ...(message === undefined ? {} : { message: redact(message) }),
    ...(detail === undefined ? {} : { detail: redact(detail) }),
    ...(fields === undefined
      ? {}
      : {
          fields: Object.fromEntries(
            Object.entries(fields).map(([name, texts]) => [name, texts.map(redact)]),
          ),
        }),
  };
}
