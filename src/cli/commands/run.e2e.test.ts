import { readdir, readFile, readlink } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Result } from '../../model/result.ts';
import { launchBrowser } from '../../report/testing/browser.ts';
import { parseResult } from '../../score/result-schema.ts';
import { authzDrill, runsFolder, type Ended } from '../testing/authz-drill.ts';
import { processesOfRun } from '../testing/processes.ts';

describe('a sound application under all drills', () => {
  let runs: string;
  let folder: string;
  let ended: Ended;
  let result: Result;

  beforeAll(async () => {
    runs = await runsFolder();
    ended = await authzDrill('run', '--out', runs, '--seed', '4711');
    folder = join(runs, await readlink(join(runs, 'latest')));
    result = parseResult(JSON.parse(await readFile(join(folder, 'result.json'), 'utf8')));
  });

  it('is never accused', () => {
    expect(result.findings).toEqual([]);
    expect(result.counts).toMatchObject({ wrongAllow: 0, wrongDeny: 0, noDecision: 0 });
    // A starved machine may leave a drill without evidence; it never makes one fail.
    expect(ended.code).toBe(result.verdict === 'pass' ? 0 : 3);
    expect(ended.stdout.split('\n')[0]).toMatch(/^(PASS|INCONCLUSIVE)\. /);
  });

  it('is seen deciding in every mode, and taking bad rules back', () => {
    expect(Object.values(result.counts.byMode).every((count) => count > 0)).toBe(true);
    const rollbacks = result.scenarios.flatMap((scenario) => scenario.rollbacks);
    expect(rollbacks.length).toBeGreaterThanOrEqual(25);
    const timed = rollbacks.filter((rollback) => rollback.withinObjective === true);
    // Those that a starved machine could not time are inconclusive; the most part can be timed on any.
    expect(timed.length).toBeGreaterThan(rollbacks.length / 2);
    for (const { phases } of timed)
      expect(phases.map(({ phase }) => phase)).toEqual(
        expect.arrayContaining(['publication', 'activation', 'residue']),
      );
  });

  it('leaves no process behind', () => {
    expect(processesOfRun(result.runId)).toEqual([]);
    expect(result.scenarios.every(({ evidence }) => evidence.cleanedUp && evidence.faultsLeft === 0)).toBe(
      true,
    );
  });

  it('is judged again from its journals to the same bytes', async () => {
    const again = await authzDrill('judge', folder, '--json');
    expect(again.stdout).toBe(await readFile(join(folder, 'result.json'), 'utf8'));
  });

  it('writes every report, and writes them again from the result', async () => {
    const names = (await readdir(folder)).filter((name) => !name.endsWith('.ndjson'));
    expect(names.toSorted()).toEqual(['junit.xml', 'result.json', 'scorecard.html', 'summary.md']);
    const before = await readFile(join(folder, 'junit.xml'), 'utf8');
    expect((await authzDrill('report', folder)).code).toBe(0);
    expect(await readFile(join(folder, 'junit.xml'), 'utf8')).toBe(before);
  });

  it('has a scorecard that a browser shows without a complaint', async () => {
    const browser = await launchBrowser();
    try {
      const page = await browser.newPage();
      const complaints: string[] = [];
      page.on('console', (message) => complaints.push(message.text()));
      page.on('pageerror', (error) => complaints.push(error.message));
      await page.goto(pathToFileURL(join(folder, 'scorecard.html')).href);
      expect(await page.title()).toContain('ledger');
      expect(await page.getByRole('heading', { level: 1 }).textContent()).toContain(
        result.headline.replaceAll('`', ''),
      );
      expect(await page.getByRole('table').first().getByRole('row').count()).toBe(result.matrix.length + 1);
      expect(complaints).toEqual([]);
    } finally {
      await browser.close();
    }
  });
});
