import { judgeJournals } from '../judge-journals.ts';

// A process of its own for one judgement, so that its memory is that judgement's. Writes what it took as one JSON line.

const [file = ''] = process.argv.slice(2);
const before = process.cpuUsage();
const begun = performance.now();
const result = await judgeJournals([file]);
const tookMs = performance.now() - begun;
const { user, system } = process.cpuUsage(before);
const peakMb = process.resourceUsage().maxRSS / 1_024;
const took = { verdict: result.verdict, tookMs, processorMs: (user + system) / 1_000, peakMb };
process.stdout.write(`${JSON.stringify(took)}\n`);
