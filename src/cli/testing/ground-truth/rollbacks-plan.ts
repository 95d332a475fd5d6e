import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { loadRun } from '../../../plan/load-run.ts';
import type { Plan } from '../../../plan/plan.ts';

interface RollbacksOptions {
  readonly replicas: number;
  /** How many times each of the two rules is taken back. */
  readonly repeat: number;
  readonly seed: number;
}

const project = new URL('../../../../', import.meta.url);
const inProject = (path: string): string => fileURLToPath(new URL(path, project));

/** What the replicas decide by themselves, and hear of at once. */
const embedded = {
  publish: 'bad-allow-embedded',
  wrong: [{ as: 'mallory', do: 'invoice:list', on: 'ledger/main', answers: 'allow' }],
};

/** What the policy service decides, which asks once a second for a newer policy, and what replicas remember of it. */
const remote = {
  publish: 'bad-allow',
  wrong: [
    { as: 'mallory', do: 'invoice:read', on: 'invoice/i-1', answers: 'allow' },
    { as: 'mallory', do: 'payment:approve', on: 'payment/p-1', answers: 'allow' },
  ],
};

/** A plan in which two bad rules are published and taken back again and again: two rollbacks for each repetition. */
export async function rollbacksPlan({ replicas, repeat, seed }: RollbacksOptions): Promise<Plan> {
  const scenario = {
    extends: inProject('scenarios/base.yaml'),
    scenario: `ground-truth-${replicas}`,
    title: 'Two bad rules are taken back again and again',
    why: 'To hold what is measured against what really happens.',
    contract: inProject('fixtures/ledger/contracts/long-poll.yaml'),
    probes: inProject('fixtures/ledger/rollback-probes.yaml'),
    replicas,
    repeat,
    load: { rate: '44/s', focus: '1000/s' },
    phases: [
      { name: 'steady', for: '1s', steady: true },
      { name: 'embedded-rule', for: '700ms', changes: [embedded] },
      { name: 'embedded-back', for: '800ms', changes: [{ rollback: embedded.publish }] },
      { name: 'remote-rule', for: '1600ms', changes: [remote] },
      { name: 'remote-back', for: '2200ms', changes: [{ rollback: remote.publish }] },
    ],
  };
  const folder = await mkdtemp(join(tmpdir(), 'authz-drill-ground-truth-'));
  try {
    const file = join(folder, 'scenario.yaml');
    // JSON is YAML.
    await writeFile(file, JSON.stringify(scenario));
    const { plans, problems } = await loadRun([file], { seed });
    const [plan] = plans;
    if (plan === undefined) throw new Error(problems.map(({ message }) => message).join('; '));
    return plan;
  } finally {
    await rm(folder, { recursive: true });
  }
}
