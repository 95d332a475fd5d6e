import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readJournal } from '../journal/reader.ts';
import { readPlan } from '../plan/plan-schema.ts';
import { endedChildrenSeconds, watchProcessorTime } from './testing/suite/processor-time.ts';
import type { ProcessorTime } from './testing/suite/processor-time.ts';
import { overhead, scenarioTimes } from './testing/suite/scenario-times.ts';
import type { ScenarioTimes } from './testing/suite/scenario-times.ts';

/**
 * How long a suite of drills takes, what of it is not drilling, and what it costs: `npm run bench -- suite` runs the
 * library, or what `run` is to be given after that (`scenarios/rollback --workers 2`).
 */
export async function run(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'authz-drill-suite-'));
  try {
    const launcher = fileURLToPath(new URL('launch.js', import.meta.url));
    const usedBefore = endedChildrenSeconds();
    const startedAt = performance.now();
    const child = spawn(process.execPath, [launcher, 'run', ...process.argv.slice(3), '--out', folder], {
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    const watch = watchProcessorTime(child.pid ?? 0);
    let said = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => (said += text));
    const [code] = await once(child, 'close');
    const wallMs = performance.now() - startedAt;
    watch.stop();
    const scenarios = await readScenarios(join(folder, 'latest'));
    print(scenarioTable(scenarios));
    print(totals(scenarios, wallMs, endedChildrenSeconds() - usedBefore));
    print(partTable(watch.byPart(), scenarios.length));
    print([`exit code ${String(code)}: ${said.split('\n')[0] ?? ''}`]);
  } finally {
    await rm(folder, { recursive: true });
  }
}

async function readScenarios(folder: string): Promise<readonly ScenarioTimes[]> {
  const files = (await readdir(folder)).filter((file) => file.endsWith('.ndjson')).toSorted();
  const scenarios = await Promise.all(files.map((file) => readTimes(join(folder, file))));
  return scenarios.filter((times) => times !== undefined);
}

async function readTimes(file: string): Promise<ScenarioTimes | undefined> {
  const journal = await readJournal(file);
  const { plan } = readPlan(journal.header.plan);
  return plan === undefined ? undefined : scenarioTimes(plan, journal);
}

function scenarioTable(scenarios: readonly ScenarioTimes[]): readonly string[] {
  const head = row('drill (ms)', ['wall', 'declared', 'overhead', 'start', 'beyond', 'after']);
  const rows = scenarios.map((times) => {
    const { scenario, wall, declared, start, beyond, after } = times;
    const figures = [wall, declared, overhead(times), start, beyond, after];
    return row(
      scenario,
      figures.map((ms) => ms.toFixed(0)),
    );
  });
  return [head, ...rows];
}

function totals(scenarios: readonly ScenarioTimes[], wallMs: number, processorS: number): readonly string[] {
  const sum = (of: (times: ScenarioTimes) => number): number =>
    scenarios.reduce((all, times) => all + of(times), 0);
  const each = scenarios.length;
  return [
    `${each} drills in ${seconds(wallMs)}: ${seconds(sum(({ declared }) => declared))} of declared phases, ${(sum(({ wall }) => wall) / wallMs).toFixed(1)} drills at a time`,
    `overhead ${(sum(overhead) / each).toFixed(0)} ms a drill, at most ${Math.max(...scenarios.map(overhead)).toFixed(0)} ms`,
    `processor time ${processorS.toFixed(1)} s, ${(processorS / each).toFixed(2)} s a drill, ${((processorS / wallMs) * 1_000).toFixed(2)} processors`,
  ];
}

function partTable(parts: ReturnType<ProcessorTime['byPart']>, drills: number): readonly string[] {
  const rows = [...parts].map(([part, { processes, seconds: used }]) =>
    row(part, [
      String(processes),
      used.toFixed(1),
      (used / drills).toFixed(2),
      (used / processes).toFixed(2),
    ]),
  );
  return [row('processor time (s)', ['processes', 'all', 'a drill', 'a process']), ...rows.toSorted()];
}

function row(name: string, figures: readonly string[]): string {
  return `${name.padEnd(34)}${figures.map((figure) => figure.padStart(10)).join('')}`;
}

function seconds(ms: number): string {
  return `${(ms / 1_000).toFixed(1)} s`;
}

function print(lines: readonly string[]): void {
  process.stdout.write(`${lines.join('\n')}\n\n`);
}
