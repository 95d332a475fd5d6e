import { loadavg } from 'node:os';
import { keepCoresBusy } from './testing/ground-truth/busy-cores.ts';
import { compareRollbacks } from './testing/ground-truth/compare.ts';
import type { Comparison } from './testing/ground-truth/compare.ts';
import { rollbacksPlan } from './testing/ground-truth/rollbacks-plan.ts';
import { witnessedDrill } from './testing/ground-truth/witnessed-drill.ts';

const sizes = [1, 3, 8];
/** Two rules are taken back in each repetition. */
const rulesEach = 2;
const mostWrong = 0.01;

/**
 * Whether measured rollbacks agree with what really happened, and how exact they claim to be: `npm run bench -- rollback` takes
 * back a hundred bad rules on a machine that is left alone, and a hundred with every core kept busy; another number may be
 * given. The exit code is 1 where more than one in a hundred that were measured does not agree.
 */
export async function run(): Promise<void> {
  const wanted = Number(process.argv[3] ?? 100);
  if (!Number.isInteger(wanted) || wanted < 1)
    throw new Error(`${process.argv[3]} is no number of rollbacks`);
  const repeat = Math.ceil(wanted / rulesEach / sizes.length);
  await measure('left alone', repeat);
  const leaveAlone = keepCoresBusy();
  try {
    await measure('every core busy', repeat);
  } finally {
    await leaveAlone();
  }
}

async function measure(load: string, repeat: number): Promise<void> {
  const all: Comparison[] = [];
  print(`${load} (load average ${loadavg()[0]?.toFixed(1)}); error bound of the last wrong decision in ms`);
  print(row('replicas, bad policy', ['rollbacks', 'measured', 'agree', 'median', 'p95', 'worst']));
  for (const replicas of sizes) {
    const comparisons = await rollbacks(replicas, repeat);
    all.push(...comparisons);
    for (const [policy, its] of Map.groupBy(comparisons, (one) => one.policy))
      print(rowOf(`${replicas}, ${policy}`, its));
  }
  print(rowOf('all', all));
  for (const { disagreements } of all) for (const sentence of disagreements) print(`  ${sentence}`);
  print('');
  const wrong = all.filter(({ disagreements }) => disagreements.length > 0).length;
  if (wrong > mostWrong * measured(all).length || measured(all).length === 0) process.exitCode = 1;
}

async function rollbacks(replicas: number, repeat: number): Promise<readonly Comparison[]> {
  const plan = await rollbacksPlan({ replicas, repeat, seed: replicas });
  const { journal, judgement, truth } = await witnessedDrill(plan);
  return compareRollbacks(plan, journal.events, judgement.scenario.rollbacks, truth);
}

/** A busy machine may leave a rule too little time to be seen, or a drill no chance to begin. */
function measured(all: readonly Comparison[]): readonly Comparison[] {
  return all.filter(({ errorMs }) => errorMs !== null);
}

function rowOf(name: string, all: readonly Comparison[]): string {
  const agreeing = measured(all).filter(({ disagreements }) => disagreements.length === 0);
  const bounds = all.flatMap(({ errorMs }) => errorMs ?? []).toSorted((a, b) => a - b);
  const at = (share: number): string => bounds[Math.ceil(share * bounds.length) - 1]?.toFixed(1) ?? '-';
  const counts = [all.length, bounds.length, agreeing.length].map(String);
  return row(name, [...counts, at(0.5), at(0.95), at(1)]);
}

function row(name: string, figures: readonly string[]): string {
  return `${name.padEnd(24)}${figures.map((figure) => figure.padStart(10)).join('')}`;
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
