import type { Decision, Mode } from '../../model/decision.ts';
import type { Cell, Plan } from '../../plan/plan.ts';
import type { HiddenTruth, TrueFault } from './hidden-truth.ts';
import type { Chance } from './random.ts';

/** Ways in which a simulated application can be unsafe. */
export type SimulatedDefect =
  | 'fail-open-on-timeout'
  | 'cache-without-bound'
  | 'cache-refreshed-by-hits'
  | 'cache-without-subject'
  | 'cache-survives-rollback'
  | 'degrade-without-redaction'
  | 'degrade-denies'
  | 'stale-context-accepted'
  | 'missing-context-accepted'
  | 'retry-past-budget'
  | 'error-instead-of-fallback'
  | 'fallback-for-ever'
  | 'deny-for-ever'
  | 'decision-not-logged'
  | 'wrong-outcome-logged'
  | 'never-rolls-back'
  | 'goes-back-a-revision';

/** What a replica answers, and when it is done. */
export interface SimulatedAnswer {
  readonly done: number;
  readonly outcome: Decision | 'error';
  readonly mode: Mode;
  readonly revision: number;
  readonly exposed?: readonly string[];
}

interface Entry {
  readonly decision: Decision;
  readonly revision: number;
  arrived: number;
}

const bad = new Set(['bad-allow', 'bad-deny']);

/**
 * One replica of an application that does what the test contract says, written from the contract's words alone and
 * sharing nothing with the oracle or the reference application. `ask` must be called in order of `at`.
 */
export function simulatedReplica(
  plan: Plan,
  truth: HiddenTruth,
  chance: Chance,
  name: string,
  defect: SimulatedDefect | null,
): { ask(cell: number, at: number): SimulatedAnswer } {
  const { contract } = plan;
  const cache = new Map<string, Entry>();
  /** Answers that are under way: they reach the cache when they arrive, not when they were asked for. */
  const arriving: { readonly key: string; readonly entry: Entry }[] = [];
  let heldAsOf: number | undefined;
  let failed = false;

  /** When work of this length that begins at `from` is done, stalls added. */
  function after(from: number, workMs: number): number {
    let left = workMs;
    let now = from;
    for (const stall of truth.stalls) {
      if (stall.to <= now) continue;
      if (stall.from > now + left) break;
      left -= Math.max(0, stall.from - now);
      now = stall.to;
    }
    return now + left;
  }

  function faultOn(dependency: string, from: number, to: number): TrueFault | undefined {
    return truth.faults.find(
      ({ spec, began, ended }) =>
        spec.on === dependency &&
        (spec.replica === undefined || spec.replica === name) &&
        from <= ended &&
        began <= to,
    );
  }

  /** The breaker keeps the fallback for a while, the defect for ever. */
  function lingers(dependency: string, at: number): boolean {
    if (defect === 'fallback-for-ever' && failed) return true;
    return truth.faults.some(
      ({ spec, ended, effect }) =>
        spec.on === dependency &&
        (spec.replica === undefined || spec.replica === name) &&
        effect.kind !== 'slow' &&
        at > ended &&
        at < ended + truth.breakerMs,
    );
  }

  function revisionAt(point: string, t: number): { readonly number: number; readonly change: string | null } {
    const active = truth.changes.filter((change, index) => {
      if (defect === 'never-rolls-back' && point !== 'policy-service' && index > 0) return false;
      return (change.activated[point] ?? Infinity) <= t;
    });
    const goesBack = defect === 'goes-back-a-revision' && chance.happens(0.1);
    const last = goesBack ? active.at(-2) : active.at(-1);
    return { number: last?.revision ?? 1, change: last?.id ?? null };
  }

  function rightAt(
    point: string,
    cell: number,
    t: number,
  ): { readonly decision: Decision; readonly revision: number } {
    const { number, change } = revisionAt(point, t);
    const published = plan.changes.find((each) => each.id === change);
    const wrong =
      published?.kind === 'publish' && bad.has(published.policy)
        ? published.wrong.find((one) => one.cell === cell)
        : undefined;
    return { decision: wrong?.answers ?? cellOf(cell).expect, revision: number };
  }

  function cellOf(index: number): Cell {
    const cell = plan.cells[index];
    if (cell === undefined) throw new Error(`no cell ${index}`);
    return cell;
  }

  function deny(done: number): SimulatedAnswer {
    return { done, outcome: 'deny', mode: 'deny', revision: revisionAt(name, done).number };
  }

  /** @returns when the risk value could be used or not, and whether it can */
  function readRisk(from: number): { readonly done: number; readonly usable: boolean } {
    const input = contract.inputs['context.risk'];
    const maxAgeMs = input?.maxAgeMs ?? 0;
    const timeoutMs = input?.timeoutMs ?? 0;
    const takes = chance.between(1, 8);
    let done = after(from, takes);
    const fault = faultOn('context-service', from, done);
    const slow = fault?.spec.type === 'black-hole' || fault?.spec.type === 'latency';
    if (slow || done - from > timeoutMs) done = after(from, timeoutMs);
    else if (fault?.effect.kind === 'input-frozen')
      heldAsOf = Math.max(heldAsOf ?? 0, Math.min(fault.began, done));
    else if (fault === undefined && !lingers('context-service', from)) heldAsOf = chance.between(from, done);
    const missing = fault?.effect.kind === 'input-missing';
    if (defect === 'stale-context-accepted' || (missing && defect === 'missing-context-accepted'))
      return { done, usable: true };
    return { done, usable: heldAsOf !== undefined && done - heldAsOf <= maxAgeMs };
  }

  function askPolicyService(
    cell: number,
    from: number,
  ): { readonly done: number; readonly answered: boolean; readonly arrived: number } {
    const { timeoutMs } = contract.policyService;
    const takes = chance.between(1, 12);
    let done = after(from, takes);
    const fault = faultOn('policy-service', from, done);
    if (fault?.effect.kind === 'maybe-out' && chance.happens(0.5)) {
      const late = after(from, chance.between(150, 320));
      return late - from <= timeoutMs
        ? { done: late, answered: true, arrived: late }
        : { done: after(from, timeoutMs), answered: false, arrived: late };
    }
    const silent = fault !== undefined && ['black-hole', 'latency'].includes(fault.spec.type);
    if (silent || done - from > timeoutMs)
      done = after(from, defect === 'retry-past-budget' ? 3 * timeoutMs : timeoutMs);
    const answered =
      !silent && fault === undefined && !lingers('policy-service', from) && done - from <= timeoutMs + 5;
    return { done, answered, arrived: done };
  }

  function fallback(cell: number, from: number): SimulatedAnswer {
    failed = true;
    const done = after(from, chance.between(0.1, 1));
    const { as, do: action, on, whenDegraded } = cellOf(cell);
    if (defect === 'error-instead-of-fallback') return { ...deny(done), outcome: 'error' };
    if (defect === 'fail-open-on-timeout')
      return { done, outcome: 'allow', mode: 'remote', revision: revisionAt(name, done).number };
    const declared = contract.actions[action]?.whenUnavailable;
    if (declared?.mode === 'degrade') {
      if (defect === 'degrade-denies') return deny(done);
      const exposed = defect === 'degrade-without-redaction' ? ['/rows/0/iban'] : [];
      const { number } = revisionAt(name, done);
      return {
        done,
        outcome: whenDegraded,
        mode: 'degrade',
        revision: number,
        ...(whenDegraded === 'allow' ? { exposed } : {}),
      };
    }
    if (declared?.mode !== 'cache') return deny(done);
    settle(done);
    const entry = cache.get(defect === 'cache-without-subject' ? `${action} ${on}` : `${as} ${action} ${on}`);
    const bounded =
      defect === 'cache-without-bound' || (entry !== undefined && done - entry.arrived <= declared.maxAgeMs);
    const current =
      defect === 'cache-survives-rollback' ||
      (entry !== undefined && entry.revision >= revisionAt(name, done).number);
    if (entry === undefined || !bounded || !current) return deny(done);
    if (defect === 'cache-refreshed-by-hits') entry.arrived = done;
    return { done, outcome: entry.decision, mode: 'cache', revision: entry.revision };
  }

  /** Puts into the cache what has arrived by then, in the order of arrival. */
  function settle(now: number): void {
    arriving.sort((a, b) => a.entry.arrived - b.entry.arrived);
    while (arriving[0] !== undefined && arriving[0].entry.arrived <= now) {
      const next = arriving.shift();
      if (next !== undefined) cache.set(next.key, next.entry);
    }
  }

  function remotely(cell: number, from: number): SimulatedAnswer {
    const asked = askPolicyService(cell, from);
    if (!asked.answered) return fallback(cell, asked.done);
    const { as, do: action, on } = cellOf(cell);
    const { decision, revision } = rightAt('policy-service', cell, chance.between(from, asked.arrived));
    const key = defect === 'cache-without-subject' ? `${action} ${on}` : `${as} ${action} ${on}`;
    arriving.push({ key, entry: { decision, revision, arrived: asked.arrived } });
    const done = after(asked.done, chance.between(0.1, 1));
    return {
      done,
      outcome: decision,
      mode: 'remote',
      revision,
      ...(decision === 'allow' ? { exposed: ['/rows/0/iban'] } : {}),
    };
  }

  return {
    ask(cell, at) {
      const { do: action, as } = cellOf(cell);
      const begun = after(at, chance.between(0.1, 2));
      const declared = contract.actions[action];
      if (defect === 'deny-for-ever' && failed && declared?.decide !== 'local') return deny(begun);
      if (declared?.decide === 'local') {
        const { decision, revision } = rightAt(name, cell, begun);
        return { done: begun, outcome: decision, mode: 'local', revision };
      }
      // Coarse: an agent may never approve, whatever the risk is.
      if (declared?.decide === 'hybrid' && as === 'copilot') {
        return { done: begun, outcome: 'deny', mode: 'local', revision: revisionAt(name, begun).number };
      }
      if (declared?.uses.includes('context.risk') !== true) return remotely(cell, begun);
      const risk = readRisk(begun);
      if (!risk.usable) return deny(after(risk.done, chance.between(0.1, 1)));
      const answer = remotely(cell, risk.done);
      const age = heldAsOf === undefined ? Infinity : answer.done - heldAsOf;
      const outdated = age > (contract.inputs['context.risk']?.maxAgeMs ?? 0) && defect === null;
      return outdated ? deny(answer.done) : answer;
    },
  };
}
