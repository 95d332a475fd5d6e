import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { authzDrill, runsFolder, said, startAuthzDrill } from '../testing/authz-drill.ts';
import { processesOfRun } from '../testing/processes.ts';

const selftestJson = z.looseObject({
  defects: z.number(),
  caught: z.number(),
  missed: z.array(z.string()),
  soundRuns: z.number(),
  falseAlarms: z.number(),
  runId: z.string(),
  cases: z.array(z.looseObject({ id: z.string(), standing: z.string(), journal: z.string().nullable() })),
});

const words = (line: string): string[] => line.split(' ');
const readReport = (text: string) => selftestJson.parse(JSON.parse(text));

describe('authz-drill selftest', () => {
  it('keeps what shows a defect', async () => {
    const runs = await runsFolder();
    const ended = await authzDrill(
      ...words(`selftest --sound 0 --json --out ${runs} --defect fail-open-on-timeout`),
    );
    const report = readReport(ended.stdout);
    expect(report).toMatchObject({ defects: 1, caught: 1, missed: [], falseAlarms: 0 });
    expect(ended.code).toBe(0);

    const folder = join(runs, report.runId);
    expect(await readFile(join(folder, 'selftest.json'), 'utf8')).toBe(ended.stdout);
    expect(await readFile(join(folder, 'selftest.md'), 'utf8')).toContain('## Self-test: PASS');
    const journal = report.cases.find(({ id }) => id === 'fail-open-on-timeout')?.journal ?? '';
    const judged = await authzDrill('judge', join(folder, 'fail-open-on-timeout'));
    expect(judged).toMatchObject({ code: 1, stdout: expect.stringMatching(/^FAIL\./) });
    expect(dirname(journal).endsWith(join(report.runId, 'fail-open-on-timeout'))).toBe(true);
  });

  it('fails where a defect is not shown, and does not accuse the sound application', async () => {
    const runs = await runsFolder();
    const ended = await authzDrill(
      ...words(`selftest scenarios/context/frozen.yaml --defect fail-open-on-timeout --json --out ${runs}`),
    );
    expect(readReport(ended.stdout)).toMatchObject({
      defects: 1,
      caught: 0,
      missed: ['fail-open-on-timeout'],
      soundRuns: 1,
      falseAlarms: 0,
    });
    expect(ended.code).toBe(1);
  });

  it('cleans up when it is interrupted, and says what is known by then', async () => {
    const runs = await runsFolder();
    const { child, ended } = startAuthzDrill([
      ...words(`selftest --sound 0 --json --workers 1 --out ${runs} --defect`),
      'fail-open-on-timeout',
      'cache-without-bound',
    ]);
    await said(child, /phase 1\//);
    child.kill('SIGINT');
    const { code, stdout } = await ended;
    expect(code).toBe(130);
    const report = readReport(stdout);
    expect(report.cases.map(({ standing }) => standing)).toEqual(['not-decided', 'not-decided']);
    expect(processesOfRun(report.runId)).toEqual([]);
  });

  it('has nothing to do without drills', async () => {
    const ended = await authzDrill(
      ...words('selftest scenarios/context/frozen.yaml --defect fail-open-on-timeout --sound 0'),
    );
    expect(ended).toMatchObject({ code: 2, stdout: '' });
    expect(ended.stderr).toContain('there is nothing to drill');
  });
});
