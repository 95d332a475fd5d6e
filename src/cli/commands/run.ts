import { randomInt } from 'node:crypto';
import { join } from 'node:path';
import { Option, type Command } from 'commander';
import { conductRun } from '../../conduct/conduct-run.ts';
import { openPool, type ProcessPool } from '../../environment/process/process-pool.ts';
import { sweepDeadRuns } from '../../environment/process/sweep.ts';
import type { Severity } from '../../model/violation.ts';
import type { Plan } from '../../plan/plan.ts';
import { defectIds, defects } from '../../reference/defects/registry.ts';
import { engineNames, type EngineName } from '../../reference/engine/engines.ts';
import type { Cli } from '../cli.ts';
import { chooseEngine, type OtherEngine } from '../engine-option.ts';
import { exitCodes } from '../exit-codes.ts';
import { Failure } from '../failure.ts';
import { faultProxyFrom } from '../fault-proxy-option.ts';
import { harness } from '../harness.ts';
import { watchInterrupts } from '../interrupt.ts';
import { judgeJournals } from '../judge-journals.ts';
import { loadPlans } from '../load-plans.ts';
import { defaultWorkers, shard, wholeNumber } from '../numbers.ts';
import { explainOutcomes, troubleOf } from '../outcomes.ts';
import {
  choosePolicyService,
  policyServiceHelp,
  policyServices,
  type PolicyServiceName,
} from '../policy-service-option.ts';
import { progressReporter } from '../progress-lines.ts';
import { reproduceCommand } from '../reproduce.ts';
import { currentCommit, newRunId } from '../run-facts.ts';
import { makeRunFolder } from '../run-folder.ts';
import { exitCodeOf, showResult } from '../show-result.ts';
import { pointLatestTo, writeReports } from '../write-reports.ts';

interface RunOptions {
  readonly seed?: number;
  readonly workers: number;
  readonly shard?: { readonly index: number; readonly of: number };
  readonly defect?: string;
  readonly failOn: Severity;
  readonly faultProxy: ReturnType<typeof faultProxyFrom>;
  readonly policyService: PolicyServiceName;
  readonly engine: EngineName;
  readonly proxyPort?: number;
  readonly out: string;
  readonly json: boolean;
}

/** `authz-drill run`: conducts drills, judges their journals, writes the reports. */
export function addRun(program: Command, cli: Cli): void {
  program
    .command('run')
    .description('run drills and write a scorecard')
    .argument('[paths...]', 'scenario files or folders (default: scenarios/)')
    .option('--seed <n>', 'seed of arrivals and of chance in the fault proxy', wholeNumber(0, 2 ** 32 - 1))
    .option('--workers <n>', 'drills at a time', wholeNumber(1, 64), defaultWorkers())
    .option('--shard <i/n>', 'run only the i-th of n parts', shard)
    .addOption(
      new Option(
        '--defect <id>',
        `start the reference application with a seeded defect:\n${defectList()}`,
      ).choices([...defectIds]),
    )
    .addOption(
      new Option('--fail-on <severity>', 'least severe finding that fails the run')
        .choices(['critical', 'major', 'minor'])
        .default('minor'),
    )
    .addOption(
      new Option(
        '--fault-proxy <which>',
        'embedded, the path of a Toxiproxy server, the address of one that runs, or container[:image]',
      )
        .argParser((text: string) => faultProxyFrom(text, cli.streams))
        .default(faultProxyFrom('embedded', cli.streams), 'embedded'),
    )
    .addOption(
      new Option('--policy-service <which>', policyServiceHelp)
        .choices([...policyServices])
        .default('reference'),
    )
    .addOption(
      new Option('--engine <which>', 'what the reference application decides by in its own process')
        .choices([...engineNames])
        .default('cedar'),
    )
    .option(
      '--proxy-port <n>',
      'fixed control port of the fault proxy; one worker then',
      wholeNumber(1, 65_535),
    )
    .option('--out <folder>', 'folder of the runs', 'reports')
    .option('--json', 'print result.json instead of the summary', false)
    .action((paths: string[], options: RunOptions) => run(paths, options, cli));
}

async function run(paths: readonly string[], options: RunOptions, cli: Cli): Promise<void> {
  const { streams } = cli;
  const seed = options.seed ?? randomInt(2 ** 32);
  const plans = part(await loadPlans(paths, { seed, streams }), options.shard);
  const policyService = await choosePolicyService(options.policyService, plans);
  const engine = await chooseEngine(options.engine, { plans, defect: options.defect });
  const runId = newRunId(new Date());
  const folder = join(options.out, runId);
  await makeRunFolder(folder);
  for (const { name, pid } of await sweepDeadRuns()) {
    streams.err(`ended ${name} (pid ${pid}), left behind by a run that died`);
  }

  const commit = await currentCommit();
  const interrupt = watchInterrupts((times) =>
    streams.err(times === 1 ? 'interrupted: cleaning up (again to hasten)' : 'hastening the cleanup'),
  );
  const progress = progressReporter(streams, plans.length);
  const pool = openPool({
    runId,
    faultProxy: options.faultProxy,
    ...(policyService === undefined ? {} : { policyService: policyService.program }),
  });
  const alone = standsAlone(plans, options);
  const workers = alone ? 1 : options.workers;
  streams.err(
    `${plans.length} ${plans.length === 1 ? 'drill' : 'drills'}, ${workers} at a time, seed ${seed}`,
  );
  const outcomes = await conductRun({
    plans,
    folder,
    workers,
    ahead: alone ? 0 : 1,
    headerFor: (plan) => ({
      runId,
      harness,
      commit,
      defect: options.defect ?? null,
      ...(policyService === undefined ? {} : { policyService: policyService.version }),
      ...(engine === undefined ? {} : { engine: engine.version }),
      reproduce: reproduceCommand(plan.scenario.file, seed, {
        defect: options.defect,
        policyService: policyService === undefined ? undefined : options.policyService,
        engine: engine?.name,
      }),
    }),
    startEnvironment: (plan, signal) => pool.start(environmentFor(plan, options, engine, signal)),
    signal: interrupt.stop,
    hasten: interrupt.hasten,
    onProgress: progress.onProgress,
  }).finally(() => progress.close());
  // After an interrupt too, and hastened by no second one: whatever still stands is ended here.
  const left = (await pool.close()).filter(({ ok }) => !ok);
  interrupt.release();

  if (outcomes.length === 0) {
    streams.err('interrupted before the first drill: there is nothing to report');
    cli.end(exitCodes.interrupted);
    return;
  }
  const result = await judgeJournals([folder]);
  const files = await writeReports(result, folder);
  await pointLatestTo(folder);
  // Where nothing could be drilled the reason is the whole story; the reports are there for machines.
  if (options.json || outcomes.some(({ kind }) => kind !== 'environment')) {
    showResult(result, {
      json: options.json,
      streams,
      files,
    });
  }
  explainOutcomes(outcomes, streams);
  for (const { step, note } of left) streams.err(`\nnot everything was cleaned up: ${step}: ${note}`);
  cli.end(interrupt.stop.aborted ? exitCodes.interrupted : codeOf());

  /** What the application did outweighs what became of the harness: an unsafe answer stays one. */
  function codeOf(): number {
    const judged = exitCodeOf(result, options.failOn);
    return judged === exitCodes.drillFailed ? judged : (troubleOf(outcomes, left) ?? judged);
  }
}

function environmentFor(
  plan: Plan,
  options: RunOptions,
  engine: OtherEngine | undefined,
  signal: AbortSignal,
): Parameters<ProcessPool['start']>[0] {
  return {
    scenarioId: plan.scenario.id,
    replicas: plan.replicas,
    contractFile: plan.contractFile,
    release: plan.contract.policy.distribution === 'release',
    proxyPort: options.proxyPort ?? plan.target.proxyPort,
    seed: plan.seed,
    defect: options.defect ?? null,
    ...(engine === undefined ? {} : { engine: engine.name }),
    signal,
  };
}

/** Whether no two environments can stand at a time, because there is but one fault proxy or one port for it. */
function standsAlone(plans: readonly Plan[], { faultProxy, proxyPort }: RunOptions): boolean {
  return (
    faultProxy.only === true || proxyPort !== undefined || plans.some(({ target }) => target.proxyPort !== 0)
  );
}

/** Every n-th scenario, so that the shards are of about one length whatever their order. */
function part(plans: readonly Plan[], wanted: RunOptions['shard']): readonly Plan[] {
  if (wanted === undefined) return plans;
  const chosen = plans.filter((_, index) => index % wanted.of === wanted.index - 1);
  if (chosen.length > 0) return chosen;
  throw new Failure(`shard ${wanted.index}/${wanted.of} is empty: there are only ${plans.length} scenarios`);
}

function defectList(): string {
  return Object.entries(defects)
    .map(([id, { description }]) => `${id}: ${description}`)
    .join('\n');
}
