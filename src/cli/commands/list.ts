import type { Command } from 'commander';
import { formatMs } from '../../model/time.ts';
import { faultKey } from '../../oracle/wording.ts';
import type { Plan } from '../../plan/plan.ts';
import type { Cli } from '../cli.ts';
import { coverageLines } from '../library/coverage-lines.ts';
import { plannedCoverage } from '../library/planned-coverage.ts';
import { loadPlans } from '../load-plans.ts';

/** `authz-drill list`: the scenarios, one a line, and what they drill of the catalogue of faults. */
export function addList(program: Command, cli: Cli): void {
  program
    .command('list')
    .description('list scenarios, and which faults they drill with which actions')
    .argument('[paths...]', 'scenario files or folders (default: scenarios/)')
    .option('--json', 'print as JSON', false)
    .action(async (paths: string[], options: { readonly json: boolean }) => {
      const plans = await loadPlans(paths, { seed: 0, streams: cli.streams });
      const coverage = plannedCoverage(plans);
      cli.streams.out(
        options.json
          ? JSON.stringify({ scenarios: plans.map(summary), coverage }, null, 2)
          : [table(plans), '', ...coverageLines(coverage)].join('\n'),
      );
    });
}

function summary({ scenario, replicas, cells, phases, faults, changes }: Plan): Record<string, unknown> {
  return {
    id: scenario.id,
    title: scenario.title,
    file: scenario.file,
    replicas: replicas.length,
    cells: cells.length,
    durationMs: phases.at(-1)?.to ?? 0,
    faults: faults.map(({ spec }) => faultKey(spec)),
    changes: changes.map(changeInWords),
  };
}

function changeInWords(change: Plan['changes'][number]): string {
  switch (change.kind) {
    case 'publish':
      return `publish ${change.policy}`;
    case 'rollback':
      return `rollback ${change.of}`;
    case 'revoke':
      return `revoke ${change.subject}`;
    case 'restart':
      return `restart ${change.replica} by ${change.signal}`;
    default:
      return change satisfies never;
  }
}

function table(plans: readonly Plan[]): string {
  const rows = plans.map(({ scenario, phases }) => [
    scenario.id,
    formatMs(phases.at(-1)?.to ?? 0),
    scenario.title,
  ]);
  const widths = [0, 1].map((column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows
    .map(
      ([id = '', length = '', title = '']) =>
        `${id.padEnd(widths[0] ?? 0)}  ${length.padStart(widths[1] ?? 0)}  ${title}`,
    )
    .join('\n');
}
