import type { Decision, Mode } from '../../model/decision.ts';
import type { Cell, Plan } from '../../plan/plan.ts';
import type { HiddenTruth } from './hidden-truth.ts';
import type { Chance } from './random.ts';
import { simulatedBundle } from './simulated-bundle.ts';
import type { SimulatedDefect } from './simulated-defect.ts';
import { simulatedFaults } from './simulated-faults.ts';
import { simulatedInputs } from './simulated-inputs.ts';
import { isSlow, ruleOf, simulatedPolicy } from './simulated-policy.ts';
import { simulatedService } from './simulated-service.ts';
import type { TrueChange } from './true-changes.ts';

/** What a replica answers, and when it is done. */
export interface SimulatedAnswer {
  readonly done: number;
  /** When it was decided, by whom it was. */
  readonly decided: number;
  /** The publication by whose policy it was; null for the first one, or where it was by none. */
  readonly rule: string | null;
  readonly outcome: Decision | 'error';
  readonly mode: Mode;
  readonly revision: number;
  readonly exposed?: readonly string[];
}

/** One that can be asked, and looked into. */
export interface SimulatedReplica {
  ask(cell: number, at: number): SimulatedAnswer;
  /** The revision that it really has. */
  revision(t: number): number;
}

interface Entry {
  readonly rule: string | null;
  readonly decision: Decision;
  readonly revision: number;
  arrived: number;
  /** By the wall clock. */
  readonly arrivedByWall: number;
}

/**
 * One replica of an application that does what the test contract says, written from the contract's words alone and
 * sharing nothing with the oracle or the reference application. `ask` must be called in order of `at`.
 * @param arrivals takes the moment at which each of its requests reaches the policy service
 */
export function simulatedReplica(
  plan: Plan,
  truth: HiddenTruth,
  chance: Chance,
  name: string,
  defect: SimulatedDefect | null,
  arrivals: number[],
): SimulatedReplica {
  const { contract } = plan;
  const endMs = (plan.phases.at(-1)?.to ?? 0) + 2_000;
  const faults = simulatedFaults(truth, name);
  const after = (from: number, workMs: number): number => faults.after(from, workMs);
  const policy = simulatedPolicy(plan);
  const bundle = simulatedBundle({ plan, truth, faults, chance, name, endMs, defect });
  const service = simulatedService(contract, faults, chance, defect, arrivals);
  const inputs = simulatedInputs(contract, faults, chance, {
    staleIsFresh: defect === 'stale-context-accepted',
    missingIsFresh: defect === 'missing-context-accepted' || defect === 'stale-context-accepted',
  });
  /** Without a policy of its own it may leave alone what the policy service decides, or deny everything. */
  const deniesAllWhenCold = chance.happens(0.5);
  const noticesLogAfterMs = chance.between(50, 900);
  const starts = truth.absences.filter((one) => one.replica === name && one.how !== 'paused');
  const cache = new Map<string, Entry>();
  /** Answers that are under way: they reach the cache when they arrive, not when they were asked for. */
  const arriving: { readonly key: string; readonly entry: Entry }[] = [];
  const slow = truth.changes.flatMap(({ id, activated }, nth) =>
    plan.cells.some((_, cell) => isSlow(plan, id, cell))
      ? { from: activated, to: truth.changes[nth + 1]?.activated ?? Infinity }
      : [],
  );
  let started = 0;
  let failed = false;

  /** Starts anew whatever lives in memory, once the process has been started again. */
  function remember(at: number): void {
    const next = starts[started];
    if (next === undefined || at < next.ended) return;
    started += 1;
    failed = false;
    service.restarted(next.ended);
    inputs.forget();
    arriving.length = 0;
    if (defect !== 'cache-survives-restart') cache.clear();
  }

  /** The policy in force on this replica. */
  function active(t: number): { readonly revision: number; readonly change: string | null } {
    if (defect === 'never-rolls-back') {
      const first = truth.changes[0];
      return first !== undefined && first.activated <= t
        ? { revision: first.revision, change: first.id }
        : { revision: 1, change: null };
    }
    const held = bundle.at(t);
    if (defect === 'half-activated') {
      const index = truth.changes.findIndex((change) => change.id === held.change);
      return { revision: held.revision, change: truth.changes[index - 1]?.id ?? null };
    }
    if (defect === 'unpublished-policy' && chance.happens(0.05)) return { ...held, revision: 9 };
    if (defect === 'goes-back-a-revision' && held.revision > 1 && chance.happens(0.1)) {
      const index = truth.changes.findIndex((change) => change.id === held.change);
      const older = truth.changes[index - 1];
      return { revision: older?.revision ?? 1, change: older?.id ?? null };
    }
    return held;
  }

  function expired(t: number): boolean {
    const { confirmed } = bundle.at(t);
    if (defect === 'expired-bundle-kept' || contract.policy.onExpired === 'keep') return false;
    return confirmed !== undefined && t - confirmed > contract.policy.maxAgeMs;
  }

  function cellOf(index: number): Cell {
    const cell = plan.cells[index];
    if (cell === undefined) throw new Error(`no cell ${index}`);
    return cell;
  }

  function locally(cell: number, done: number): SimulatedAnswer {
    const { revision, change } = active(done);
    const known = defect === 'revocation-ignored' ? null : change;
    return {
      done,
      decided: done,
      rule: ruleOf(plan, known),
      outcome: policy(known, cell, 'rule'),
      mode: 'local',
      revision,
    };
  }

  function coarsely(cell: number, done: number): SimulatedAnswer {
    if (defect === 'degrade-denies') return deny(done);
    const { revision, change } = active(done);
    const outcome = policy(change, cell, 'coarse');
    const exposed = defect === 'degrade-without-redaction' ? ['/rows/0/iban'] : [];
    return {
      done,
      decided: done,
      rule: ruleOf(plan, change),
      outcome,
      mode: 'degrade',
      revision,
      ...(outcome === 'allow' ? { exposed } : {}),
    };
  }

  function deny(done: number): SimulatedAnswer {
    return {
      done,
      decided: done,
      rule: null,
      outcome: 'deny',
      mode: 'deny',
      revision: bundle.at(done).revision,
    };
  }

  /** What is left where the bundle must not be decided on: undefined where it may be. */
  function withoutBundle(cell: number, done: number): SimulatedAnswer | undefined {
    if (bundle.at(done).confirmed === undefined) return deny(done);
    if (!expired(done)) return undefined;
    const degrades = contract.actions[cellOf(cell).do]?.whenUnavailable?.mode === 'degrade';
    return contract.policy.onExpired === 'degrade' && degrades ? coarsely(cell, done) : deny(done);
  }

  function fallback(cell: number, from: number): SimulatedAnswer {
    failed = true;
    const done = after(from, chance.between(0.1, 1));
    const { do: action } = cellOf(cell);
    if (defect === 'error-instead-of-fallback') return { ...deny(done), outcome: 'error' };
    if (defect === 'fail-open-on-timeout')
      return {
        done,
        decided: done,
        rule: null,
        outcome: 'allow',
        mode: 'remote',
        revision: active(done).revision,
      };
    const declared = contract.actions[action]?.whenUnavailable;
    if (declared?.mode === 'degrade') return withoutBundle(cell, done) ?? coarsely(cell, done);
    if (declared?.mode !== 'cache') return deny(done);
    settle(done);
    const entry = cache.get(keyOf(cell));
    if (entry === undefined || !isValid(entry, done, declared.maxAgeMs)) return deny(done);
    if (defect === 'cache-refreshed-by-hits') entry.arrived = done;
    return {
      done,
      decided: done,
      rule: entry.rule,
      outcome: entry.decision,
      mode: 'cache',
      revision: entry.revision,
    };
  }

  function isValid(entry: Entry, done: number, maxAgeMs: number): boolean {
    const ageMs =
      defect === 'cache-by-wall-clock'
        ? done + faults.skewMs(done) - entry.arrivedByWall
        : done - entry.arrived;
    const young = defect === 'cache-without-bound' || ageMs <= maxAgeMs;
    const ignoresPolicy = defect === 'cache-survives-rollback' || defect === 'cache-without-bound';
    return young && (ignoresPolicy || entry.revision >= active(done).revision);
  }

  function keyOf(cell: number): string {
    const { as, do: action, on } = cellOf(cell);
    return defect === 'cache-without-subject' ? `${action} ${on}` : `${as} ${action} ${on}`;
  }

  /** Puts into the cache what has arrived by then, in the order of arrival. */
  function settle(now: number): void {
    arriving.sort((a, b) => a.entry.arrived - b.entry.arrived);
    while (arriving[0] !== undefined && arriving[0].entry.arrived <= now) {
      const next = arriving.shift();
      if (next !== undefined) cache.set(next.key, next.entry);
    }
  }

  /** What the policy service has. */
  function inForce(t: number): TrueChange | undefined {
    return truth.changes.findLast((change) => change.activated <= t);
  }

  function remotely(cell: number, from: number): SimulatedAnswer {
    const asked = service.ask(from, isSlow(plan, inForce(from)?.id ?? null, cell) || isBusy(from));
    if (!asked.answered) {
      if (defect === 'slow-rule-allows') return { ...deny(asked.done), outcome: 'allow', mode: 'remote' };
      return fallback(cell, asked.done);
    }
    const decided = chance.between(from, asked.arrived);
    const last = inForce(decided);
    const revision = last?.revision ?? 1;
    const decision = policy(last?.id ?? null, cell, 'rule');
    const { arrived } = asked;
    const rule = ruleOf(plan, last?.id ?? null);
    const arrivedByWall = arrived + faults.skewMs(arrived);
    arriving.push({ key: keyOf(cell), entry: { rule, decision, revision, arrived, arrivedByWall } });
    const done = after(asked.done, chance.between(0.1, 1));
    return {
      done,
      decided,
      rule,
      outcome: decision,
      mode: 'remote',
      revision,
      ...(decision === 'allow' ? { exposed: ['/rows/0/iban'] } : {}),
    };
  }

  /** While a rule is slow the policy service has no time for others either, now and then; and a circuit breaker may stay open. */
  function isBusy(at: number): boolean {
    return slow.some(({ from, to }) => from <= at && at <= to + truth.breakerMs) && chance.happens(0.2);
  }

  /** The sink is known to be down a while after it is, and to be back a while after that. */
  function logIsLost(at: number): boolean {
    if (contract.decisionLog.whenSinkDown !== 'deny' || defect === 'log-loss-ignored') return false;
    return faults.on('log-sink', at - noticesLogAfterMs, at - noticesLogAfterMs) !== undefined;
  }

  return {
    revision: (t) => bundle.at(t).revision,
    ask(cell, at) {
      remember(at);
      const { do: action, as } = cellOf(cell);
      const begun = after(at, chance.between(0.1, 2));
      const declared = contract.actions[action];
      if (declared === undefined) {
        return defect === 'undeclared-allowed' ? { ...deny(begun), outcome: 'allow' } : deny(begun);
      }
      if (logIsLost(begun)) return deny(begun);
      if (defect === 'deny-for-ever' && failed && declared.decide !== 'local') return deny(begun);
      const cold = bundle.at(begun).confirmed === undefined;
      if (cold && defect === 'cold-start-allows') return locally(cell, begun);
      if (cold && deniesAllWhenCold) return deny(begun);
      if (declared.decide === 'local') return withoutBundle(cell, begun) ?? locally(cell, begun);
      if (declared.decide === 'hybrid') {
        const instead = withoutBundle(cell, begun);
        if (instead !== undefined) return instead;
        // Coarse: an agent may never approve, whatever the risk is.
        if (as === 'copilot') return { ...locally(cell, begun), outcome: 'deny' };
      }
      if (!declared.uses.includes('context.risk')) return remotely(cell, begun);
      const risk = inputs.read(as, begun);
      if (!risk.usable) return deny(after(risk.done, chance.between(0.1, 1)));
      const answer = remotely(cell, risk.done);
      return inputs.stillUsable(as, answer.done) || defect !== null ? answer : deny(answer.done);
    },
  };
}
