import { readdirSync } from 'node:fs';
import { basename } from 'node:path';

// `npm run bench -- <name>` runs the `<name>.bench.ts` that it finds below src/, which exports
// `run(): Promise<void>`. Benchmarks print figures and do not fail: what must hold is in the tests. The one exception is
// what takes more runs than a test has time for, and says so.
const benches = new Map(
  readdirSync(import.meta.dirname, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.bench.ts'))
    .map((file) => [basename(file, '.bench.ts'), file]),
);

const [name] = process.argv.slice(2);
const file = benches.get(name ?? '');
if (file === undefined) {
  process.stderr.write(`usage: npm run bench -- <${[...benches.keys()].join('|')}>\n`);
  process.exitCode = 2;
} else {
  const bench: unknown = await import(`./${file}`);
  if (typeof bench !== 'object' || bench === null || !('run' in bench) || typeof bench.run !== 'function') {
    throw new Error(`src/${file} exports no run()`);
  }
  await bench.run();
}
