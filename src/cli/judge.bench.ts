import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { z } from 'zod';
import { judgeJournals } from './judge-journals.ts';
import { keepMemorySmall } from './keep-memory-small.ts';
import { writeLongJournal } from './testing/long-journal.ts';

// How fast a journal is judged, from the file to the result, and how much memory that takes. A record of every decision is in it,
// so a journal has two lines an observation. `npm run bench -- judge 5000000` takes another size.

const sizes = [10_000, 100_000, 1_000_000];
const goal = { perSecond: 500_000, peakMb: 300 };
/** Says to the bench that it is the child. */
const once = '--once';
const tookSchema = z.object({
  verdict: z.string(),
  tookMs: z.number(),
  processorMs: z.number(),
  peakMb: z.number(),
});

/** Prints a row for each size of journal. */
export async function run(): Promise<void> {
  const [first, journal] = process.argv.slice(3);
  if (first === once && journal !== undefined) return judgeOnce(journal);
  const asked = process.argv.slice(3).map(Number).filter(Number.isInteger);
  const folder = await mkdtemp(join(tmpdir(), 'authz-drill-judge-'));
  process.stdout.write('observations   judged/s   a processor second   peak MB   verdict\n');
  try {
    for (const observations of asked.length > 0 ? asked : sizes) {
      const file = join(folder, `${observations}.ndjson`);
      await writeLongJournal(file, observations);
      const { verdict, tookMs, processorMs, peakMb } = await judgeInChild(file);
      const row = [
        formatted(observations).padStart(12),
        formatted((observations / tookMs) * 1_000).padStart(10),
        formatted((observations / processorMs) * 1_000).padStart(20),
        formatted(peakMb).padStart(9),
        `  ${verdict}`,
      ];
      process.stdout.write(`${row.join(' ')}\n`);
      await rm(file);
    }
  } finally {
    await rm(folder, { recursive: true });
  }
  process.stdout.write(
    `goal for 1,000,000: ${formatted(goal.perSecond)} a second, below ${goal.peakMb} MB\n`,
  );
}

/** In a process of its own, so that its memory is that judgement's. */
async function judgeInChild(file: string): Promise<z.infer<typeof tookSchema>> {
  const bench = join(import.meta.dirname, '..', 'bench.ts');
  const { stdout } = await promisify(execFile)(process.execPath, [bench, 'judge', once, file]);
  return tookSchema.parse(JSON.parse(stdout));
}

async function judgeOnce(file: string): Promise<void> {
  // As the command does.
  keepMemorySmall();
  const before = process.cpuUsage();
  const begun = performance.now();
  const { verdict } = await judgeJournals([file]);
  const tookMs = performance.now() - begun;
  const { user, system } = process.cpuUsage(before);
  const peakMb = process.resourceUsage().maxRSS / 1_024;
  const took = { verdict, tookMs, processorMs: (user + system) / 1_000, peakMb };
  process.stdout.write(`${JSON.stringify(took)}\n`);
}

function formatted(value: number): string {
  return Math.round(value).toLocaleString('en-US');
}
