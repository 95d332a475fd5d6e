import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { z } from 'zod';
import { createCedarEngine } from '../engine/cedar-engine.ts';
import { quickStart } from '../service/quick-start.ts';
import { decideMeanwhile, longestWaitAtRest } from './testing/decide-meanwhile.ts';
import { manyPolicies, questionOfMany } from './testing/many-policies.ts';
import { believing, newKey } from './testing/test-key.ts';
import { buildBundle, layOut, signFiles } from './build.ts';
import { verifyBundle } from './verify.ts';

// What a bundle costs whoever builds it and whoever puts it in force, one policy in each file, and how long the decisions wait
// that are due meanwhile: as the processes of a drill run (`quick-start.ts`), and with code that is optimised.
// `npm run bench -- bundle 2000` takes another size.

const sizes = [10, 1_000, 10_000];
const goal = { policies: 1_000, longestWaitMs: 20 };
/** So many are made for the mean of a decision. */
const decisions = 20;
/** Says to the bench that it is the child. */
const once = '--once';
const tookSchema = z.object({
  buildMs: z.number(),
  signMs: z.number(),
  verifyMs: z.number(),
  activateMs: z.number(),
  processorMs: z.number(),
  waitMs: z.number(),
  busyMs: z.number(),
  restMs: z.number(),
  decideMs: z.number(),
  peakMb: z.number(),
  archiveKb: z.number(),
});

/** Prints two rows for each number of policies. */
export async function run(): Promise<void> {
  const [first, count, how] = process.argv.slice(3);
  if (first === once) return measureOnce(Number(count), how === 'quick-start');
  const asked = process.argv.slice(3).map(Number).filter(Number.isInteger);
  process.stdout.write(
    'policies   code           KB   build ms  (sign ms)   verify ms   activate ms  (processor ms)   longest wait ms  (of it busy)  (at rest)   a decision ms   peak MB\n',
  );
  for (const policies of asked.length > 0 ? asked : sizes)
    for (const code of ['quick-start', 'optimised']) {
      const took = await measureInChild(policies, code);
      const row = [
        policies.toLocaleString('en-US').padStart(8),
        `  ${code.padEnd(11)}`,
        formatted(took.archiveKb, 5),
        formatted(took.buildMs, 10),
        formatted(took.signMs, 10),
        formatted(took.verifyMs, 11),
        formatted(took.activateMs, 13),
        formatted(took.processorMs, 14),
        formatted(took.waitMs, 17),
        formatted(took.busyMs, 13),
        formatted(took.restMs, 10),
        took.decideMs.toFixed(2).padStart(15),
        formatted(took.peakMb, 9),
      ];
      process.stdout.write(`${row.join(' ')}\n`);
    }
  process.stdout.write(
    `goal for ${goal.policies.toLocaleString('en-US')}: no decision waits longer than ${goal.longestWaitMs} ms\n`,
  );
}

/** In a process of its own, so that its memory is that bundle's. */
async function measureInChild(policies: number, code: string): Promise<z.infer<typeof tookSchema>> {
  const bench = join(import.meta.dirname, '..', '..', 'bench.ts');
  const { stdout } = await promisify(execFile)(process.execPath, [
    bench,
    'bundle',
    once,
    `${policies}`,
    code,
  ]);
  return tookSchema.parse(JSON.parse(stdout));
}

async function measureOnce(policies: number, asInDrills: boolean): Promise<void> {
  if (asInDrills) quickStart();
  const key = await newKey('ES256', 'k1');
  const keys = believing(key);
  const content = manyPolicies(policies);
  // What is compiled and loaded once is no part of what a bundle costs.
  const engine = createCedarEngine();
  await activate(await buildBundle(manyPolicies(1), 1, key));
  const [signMs] = await timed(async () => signFiles(layOut(content, 2), key));
  const [buildMs, archive] = await timed(async () => buildBundle(content, 2, key));

  // Once while nothing else happens, then again while decisions are made.
  const before = process.cpuUsage();
  const verified = await verifyBundle(archive, keys);
  await createCedarEngine().activate(verified.policies);
  const { user, system } = process.cpuUsage(before);

  const waits = decideMeanwhile(() => engine.decide('main', questionOfMany(0)));
  const [verifyMs, { policies: next }] = await timed(async () => verifyBundle(archive, keys));
  const [activateMs, putInForce] = await timed(async () => engine.prepare(next));
  const { longestMs: waitMs, longestBusyMs: busyMs } = waits.stop();
  putInForce();
  const restMs = await longestWaitAtRest(verifyMs + activateMs);
  const last = questionOfMany(policies - 1);
  if (engine.decide('main', last).outcome !== 'allow') throw new Error('the last policy is not in force');
  const begun = threadMs();
  for (let n = 0; n < decisions; n++) engine.decide('main', last);
  const decideMs = (threadMs() - begun) / decisions;
  const peakMb = process.resourceUsage().maxRSS / 1_024;
  const took = {
    buildMs,
    signMs,
    verifyMs,
    activateMs,
    processorMs: (user + system) / 1_000,
    waitMs,
    busyMs,
    restMs,
    decideMs,
    peakMb,
    archiveKb: archive.length / 1_024,
  };
  process.stdout.write(`${JSON.stringify(took)}\n`);

  async function activate(bundle: Buffer): Promise<void> {
    await engine.activate((await verifyBundle(bundle, keys)).policies);
  }
}

function threadMs(): number {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1_000;
}

async function timed<T>(work: () => Promise<T>): Promise<[number, T]> {
  const begun = performance.now();
  const result = await work();
  return [performance.now() - begun, result];
}

function formatted(value: number, width: number): string {
  return value.toFixed(value < 10 ? 1 : 0).padStart(width);
}
