import { registerRun } from '../run-registry.ts';
import { startServiceProcess } from '../service-process.ts';

/** A small harness for tests that kill it: leaves a record in a folder and starts one child that outlives it. */
const [mark = '', folder = '', entry = ''] = process.argv.slice(2);
const registration = await registerRun(mark, folder);
const signal = new AbortController().signal;
const child = await startServiceProcess({ name: 'stubborn', entry, mark, signal });
await registration.add({ name: 'stubborn', pid: child.pid });
process.stdout.write(`${child.pid}\n`);
