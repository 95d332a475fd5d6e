import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { z } from 'zod';
import { writeLongJournal } from './testing/long-journal.ts';

// How fast a journal is judged, from the file to the result, and how much memory that takes. A record of every decision is in it,
// so a journal has two lines an observation. `npm run bench -- judge 5000000` takes another size.

const sizes = [10_000, 100_000, 1_000_000];
const goal = { perSecond: 500_000, peakMb: 300 };
const tookSchema = z.object({
  verdict: z.string(),
  tookMs: z.number(),
  processorMs: z.number(),
  peakMb: z.number(),
});

/** Prints a row for each size of journal. */
export async function run(): Promise<void> {
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

async function judgeInChild(file: string): Promise<z.infer<typeof tookSchema>> {
  const child = join(import.meta.dirname, 'testing', 'judge-once.ts');
  const { stdout } = await promisify(execFile)(process.execPath, [child, file]);
  return tookSchema.parse(JSON.parse(stdout));
}

function formatted(value: number): string {
  return Math.round(value).toLocaleString('en-US');
}
