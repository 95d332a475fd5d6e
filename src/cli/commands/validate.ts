import type { Command } from 'commander';
import type { Cli } from '../cli.ts';
import { loadPlans } from '../load-plans.ts';

/** `authz-drill validate`: finds everything that is wrong with scenarios and the files they name. */
export function addValidate(program: Command, cli: Cli): void {
  program
    .command('validate')
    .description('check scenarios, contracts and targets')
    .argument('[paths...]', 'scenario files or folders (default: scenarios/)')
    .action(async (paths: string[]) => {
      const plans = await loadPlans(paths, { seed: 0, streams: cli.streams });
      const contracts = new Set(plans.map(({ contractFile }) => contractFile));
      cli.streams.out(
        `${plans.length} scenarios are valid, and so are their contracts: ${[...contracts].join(', ')}`,
      );
    });
}
