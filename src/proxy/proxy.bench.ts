import {
  bulk,
  connectionsPerSecond,
  lateness,
  memoryWith,
  processorMs,
  quantile,
  requests,
  requestsPerSecond,
  roundTrips,
} from './testing/bench/measures.ts';
import { ours, plainPipe, startBenchUpstream, toxiproxy, type Target } from './testing/bench/targets.ts';
import { findToxiproxy } from './testing/real-toxiproxy.ts';

/** Rounds of each measurement; figures are their medians. The targets take turns within a round. */
const rounds = 5;
const mebibyte = 1_048_576;

/** One line of the table. */
interface Measure {
  readonly name: string;
  readonly unit: string;
  /** For the ratio of ours to the original's, unless it names ours. */
  readonly goal: string;
  readonly run: (target: Target) => Promise<number>;
  /** Needs toxics, so there is nothing to compare a plain pipe by. */
  readonly toxics?: boolean;
}

const measures: readonly Measure[] = [
  {
    name: 'requests/s, 32 connections',
    unit: '/s',
    goal: '>= 1.3',
    run: ({ port }) => requestsPerSecond(port, 32, 800),
  },
  {
    name: 'round trip p50, 1 connection',
    unit: 'µs',
    goal: '<= 0.8',
    run: async ({ port }) => (await roundTrips(port, 800)).p50,
  },
  {
    name: 'round trip p99, 1 connection',
    unit: 'µs',
    goal: '<= 0.8',
    run: async ({ port }) => (await roundTrips(port, 800)).p99,
  },
  { name: 'bulk, 256 MiB', unit: 'MiB/s', goal: '>= 1.3', run: ({ port }) => bulk(port, 256 * mebibyte) },
  {
    name: 'requests/s with 5 ms latency',
    unit: '/s',
    goal: '>= 1.3',
    toxics: true,
    run: (target) => withLatency(target, 5, () => requestsPerSecond(target.port, 32, 800)),
  },
  {
    name: 'round trip p50 with 5 ms latency',
    unit: 'µs',
    goal: '<= 0.8',
    toxics: true,
    run: (target) => withLatency(target, 5, async () => (await roundTrips(target.port, 800)).p50),
  },
  {
    name: 'bulk with 5 ms latency',
    unit: 'MiB/s',
    goal: '>= 1.3',
    toxics: true,
    run: (target) => withLatency(target, 5, () => bulk(target.port, 128 * mebibyte)),
  },
  {
    name: 'add and remove a toxic',
    unit: 'µs',
    goal: '<= 0.8',
    toxics: true,
    run: (target) => addAndRemove(target, 50),
  },
  {
    name: 'connections/s, 10 000 of them',
    unit: '/s',
    goal: '>= 1.3',
    run: ({ port }) => connectionsPerSecond(port, 10_000, 16),
  },
  {
    name: 'late by p50, 20 ms, 1 000/s',
    unit: 'ms',
    goal: 'ours < 1 ms',
    toxics: true,
    run: async (target) => (await late(target)).p50,
  },
  {
    name: 'late by p99, 20 ms, 1 000/s',
    unit: 'ms',
    goal: 'ours < 5 ms',
    toxics: true,
    run: async (target) => (await late(target)).p99,
  },
  {
    name: 'memory, 1 000 connections',
    unit: 'MB',
    goal: '<= 3',
    run: ({ port, pid }) => memoryWith(port, pid, 1_000),
  },
  // What does not depend on what else the machine is doing.
  {
    name: 'processor time a request',
    unit: 'µs',
    goal: '<= 0.8',
    run: async ({ port, pid }) => (await processorMs(pid, () => requests(port, 32, 20_000))) / 20,
  },
  {
    name: 'processor time a MiB',
    unit: 'µs',
    goal: '<= 0.8',
    run: async ({ port, pid }) => ((await processorMs(pid, () => bulk(port, 256 * mebibyte))) / 256) * 1_000,
  },
  {
    name: 'processor time a connection',
    unit: 'µs',
    goal: '<= 0.8',
    run: async ({ port, pid }) => (await processorMs(pid, () => connectionsPerSecond(port, 2_000, 16))) / 2,
  },
];

/** Compares the fault proxy with the original and with a plain pipe of sockets, and prints ratios. */
export async function run(): Promise<void> {
  const program = findToxiproxy();
  const upstream = await startBenchUpstream();
  const targets = [
    await ours(upstream.port),
    ...(program === undefined ? [] : [await toxiproxy(program, upstream.port)]),
    await plainPipe(upstream.port),
  ];
  if (program === undefined)
    process.stdout.write('no Toxiproxy found: its column stays empty (TOXIPROXY_SERVER names one)\n');
  try {
    // What is compiled only once it has run often is compiled before anything is measured.
    for (const target of targets) {
      await requests(target.port, 8, 10_000);
      if (target.proxy !== undefined) await addAndRemove(target, 300);
    }
    process.stdout.write(row('', ['ours', 'Toxiproxy', 'plain pipe', 'ours/Toxiproxy', 'goal', 'ours/pipe']));
    for (const measure of measures) {
      const medians = await medianOf(measure, targets);
      process.stdout.write(line(measure, medians));
    }
  } finally {
    for (const target of targets) await target.stop();
    await upstream.stop();
  }
}

async function medianOf(measure: Measure, targets: readonly Target[]): Promise<Map<string, number>> {
  const values = new Map<string, number[]>();
  for (let round = 0; round < rounds; round += 1) {
    for (const target of targets) {
      if (measure.toxics === true && target.proxy === undefined) continue;
      values.set(target.name, [...(values.get(target.name) ?? []), await measure.run(target)]);
    }
  }
  return new Map([...values].map(([name, numbers]) => [name, quantile(numbers, 0.5)]));
}

function line({ name, unit, goal }: Measure, medians: ReadonlyMap<string, number>): string {
  const [own, original, pipe] = ['ours', 'Toxiproxy', 'plain pipe'].map((target) => medians.get(target));
  const show = (value: number | undefined): string =>
    value === undefined ? '–' : `${figure(value)} ${unit}`;
  const ratio = (other: number | undefined): string =>
    own === undefined || other === undefined ? '–' : (own / other).toFixed(2);
  return row(name, [show(own), show(original), show(pipe), ratio(original), goal, ratio(pipe)]);
}

function row(name: string, cells: readonly string[]): string {
  return `${name.padEnd(34)}${cells.map((cell) => cell.padStart(16)).join('')}\n`;
}

function figure(value: number): string {
  return value >= 100 ? String(Math.round(value)) : value.toFixed(2);
}

async function withLatency<Result>(
  { proxy }: Target,
  latency: number,
  act: () => Promise<Result>,
): Promise<Result> {
  const attributes = { latency, jitter: 0 };
  const toxic = await proxy?.addToxic({
    name: 'late',
    type: 'latency',
    stream: 'downstream',
    toxicity: 1,
    attributes,
  });
  try {
    return await act();
  } finally {
    await toxic?.remove();
  }
}

function late(target: Target): Promise<{ readonly p50: number; readonly p99: number }> {
  return withLatency(target, 20, () => lateness(target.port, 20, 1_000, 1_500));
}

/** Microseconds for one pair. */
async function addAndRemove({ proxy }: Target, pairs: number): Promise<number> {
  const from = performance.now();
  for (let pair = 0; pair < pairs; pair += 1) {
    const toxic = await proxy?.addToxic({
      name: 'x',
      type: 'latency',
      stream: 'downstream',
      toxicity: 1,
      attributes: {},
    });
    await toxic?.remove();
  }
  return ((performance.now() - from) / pairs) * 1_000;
}
