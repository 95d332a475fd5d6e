import { categoryWeights, mergeOutcomes } from '../model/check.ts';
import type { Category, CheckResult } from '../model/check.ts';
import type { CategoryScore, Finding, Grade } from '../model/result.ts';
import type { Severity } from '../model/violation.ts';

/** What a check weighs within its category. */
const weights: Readonly<Record<Severity, number>> = { critical: 5, major: 3, minor: 1 };

const categories: readonly Category[] = ['safety', 'availability', 'freshness', 'rollback', 'evidence'];

/**
 * The share of judged weight that passed, by category. A check is one thing in the whole run: failed in one scenario, it is
 * failed. What could not be judged is left out; a category without anything judged has no score.
 */
export function categoryScores(checks: readonly CheckResult[]): readonly CategoryScore[] {
  const byId = Map.groupBy(checks, (check) => check.id);
  const merged = [...byId.values()].flatMap((same) => {
    const [first] = same;
    return first === undefined
      ? []
      : [{ ...first, outcome: mergeOutcomes(same.map((check) => check.outcome)) }];
  });
  return categories.map((category) => {
    const judged = merged.filter(
      (check) => check.category === category && (check.outcome === 'pass' || check.outcome === 'fail'),
    );
    const whole = weigh(judged);
    return {
      category,
      weight: categoryWeights[category],
      score:
        whole === 0
          ? null
          : rounded((100 * weigh(judged.filter((check) => check.outcome === 'pass'))) / whole),
      checks: judged.length,
    };
  });
}

function weigh(checks: readonly CheckResult[]): number {
  return checks.reduce((sum, check) => sum + weights[check.severity], 0);
}

/** Categories by their weights, those without a score left out; null where none has one. */
export function totalScore(all: readonly CategoryScore[]): number | null {
  let weight = 0;
  let sum = 0;
  for (const one of all) {
    if (one.score === null) continue;
    weight += one.weight;
    sum += one.weight * one.score;
  }
  return weight === 0 ? null : rounded(sum / weight);
}

/** Gates first, the number second: a critical finding is an F and a major one never an A, whatever the mean says. */
export function gradeOf(score: number, findings: readonly Pick<Finding, 'severity'>[]): Grade {
  if (findings.some((finding) => finding.severity === 'critical')) return 'F';
  const major = findings.some((finding) => finding.severity === 'major');
  if (score >= 95 && !major) return 'A';
  if (score >= 85) return 'B';
  if (score >= 70) return 'C';
  return score >= 50 ? 'D' : 'F';
}

/** One decimal, rounded down: 94.96 is not 95. */
function rounded(score: number): number {
  return Math.floor(score * 10 + 1e-9) / 10;
}
