import type { Command } from 'commander';
import type { Cli } from '../cli.ts';
import { loadPlans } from '../load-plans.ts';
import { wholeNumber } from '../numbers.ts';

/** `authz-drill plan`: scenarios with everything resolved, as they would be run. */
export function addPlan(program: Command, cli: Cli): void {
  program
    .command('plan')
    .description('show scenarios with everything resolved')
    .argument('<paths...>', 'scenario files or folders')
    .option('--seed <n>', 'seed of the plan', wholeNumber(0, 2 ** 32 - 1), 0)
    .action(async (paths: string[], options: { readonly seed: number }) => {
      const plans = await loadPlans(paths, { seed: options.seed, streams: cli.streams });
      cli.streams.out(JSON.stringify(plans.length === 1 ? plans[0] : plans, null, 2));
    });
}
