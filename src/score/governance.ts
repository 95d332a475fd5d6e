import type { CheckResult } from '../model/check.ts';
import { mergeOutcomes } from '../model/check.ts';
import type { ScenarioJudgement, UnnumberedFinding } from '../model/judgement.ts';
import type { Governance } from '../model/result.ts';

/** Governance over a whole run: a check that failed with one scenario's contract or decision log has failed. */
export function mergedGovernance(judgements: readonly ScenarioJudgement[]): Governance {
  const byId = Map.groupBy(
    judgements.flatMap(({ governance }) => governance.checks),
    ({ id }) => id,
  );
  const objectives = judgements.map(({ governance }) => governance.rollbackObjectiveMs);
  const strictest = Math.min(...objectives);
  const loosest = Math.max(...objectives);
  return {
    checks: [...byId.values()].flatMap(merged),
    rollback: {
      objectiveMs: strictest,
      ...(loosest > strictest ? { loosestObjectiveMs: loosest } : {}),
      drilledIn: judgements.flatMap(({ scenario }) =>
        scenario.rollback === null || scenario.rollback.totalMs === null ? [] : [scenario.id],
      ),
    },
    distributions: alike(
      judgements.map(({ scenario, governance }) => ({ of: governance.distribution, scenario: scenario.id })),
    ).map(({ of, scenarios }) => ({ ...of, scenarios })),
    changes: alike(
      judgements.flatMap(({ scenario, governance }) =>
        governance.changes.map((of) => ({ of, scenario: scenario.id })),
      ),
    ).map(({ of, count, scenarios }) => ({ ...of, count, scenarios })),
  };
}

/** What is the same in several scenarios, once. */
function alike<T>(
  all: readonly { readonly of: T; readonly scenario: string }[],
): readonly { readonly of: T; readonly count: number; readonly scenarios: readonly string[] }[] {
  return [...Map.groupBy(all, ({ of }) => JSON.stringify(of)).values()].flatMap((same) => {
    const [first] = same;
    if (first === undefined) return [];
    return [
      {
        of: first.of,
        count: same.length,
        scenarios: [...new Set(same.map(({ scenario }) => scenario))],
      },
    ];
  });
}

function merged(same: readonly CheckResult[]): readonly CheckResult[] {
  const [first] = same;
  if (first === undefined) return [];
  const outcome = mergeOutcomes(same.map((check) => check.outcome));
  const deciding = same.filter((check) => check.outcome === outcome);
  const sum = (of: (check: CheckResult) => number): number =>
    same.reduce((total, check) => total + of(check), 0);
  return [
    {
      ...first,
      outcome,
      judged: sum(({ judged }) => judged),
      failed: sum(({ failed }) => failed),
      inconclusive: sum(({ inconclusive }) => inconclusive),
      // What is true of some scenarios only is not true of the run.
      note: deciding.every(({ note }) => note !== null) ? (deciding[0]?.note ?? null) : null,
      violations: [...new Set(same.flatMap(({ violations }) => violations))],
    },
  ];
}

/**
 * Governance findings of a run, each once however many scenarios share the contract: the first one's, with the counts of all.
 */
export function governanceFindings(judgements: readonly ScenarioJudgement[]): readonly UnnumberedFinding[] {
  const same = Map.groupBy(
    judgements.flatMap(({ governance }) => governance.findings),
    ({ fingerprint, declared }) => `${fingerprint} ${declared.file}`,
  );
  return [...same.values()].flatMap((group) => {
    const [first] = group;
    if (first === undefined) return [];
    // What the contract itself shows is shown once, by whichever scenario it is read.
    if (first.seen.decisions.length === 0) return [first];
    const sum = (of: (finding: UnnumberedFinding) => number): number =>
      group.reduce((total, finding) => total + of(finding), 0);
    return [
      {
        ...first,
        seen: { ...first.seen, count: sum(({ seen }) => seen.count), of: sum(({ seen }) => seen.of) },
      },
    ];
  });
}
