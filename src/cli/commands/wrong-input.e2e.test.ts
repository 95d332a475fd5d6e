import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseResult } from '../../score/result-schema.ts';
import { authzDrill, runsFolder, said, startAuthzDrill } from '../testing/authz-drill.ts';
import { withPortInUse } from '../testing/port-in-use.ts';
import { processesOfRun } from '../testing/processes.ts';

const refused = 'scenarios/policy-service/refused.yaml';

async function onlyRun(runs: string): Promise<string> {
  return (await readdir(runs)).find((name) => name !== 'latest') ?? 'no run';
}

describe('wrong input', () => {
  it.for([
    ['unknown-key', /fixtures\/bad-files\/unknown-key\.yaml:\d+:\d+: error unknown-key: .*\n[^]*hint: /],
    ['bad-duration', /fixtures\/bad-files\/bad-duration\.yaml:\d+:\d+: error bad-duration: /],
    ['undeclared-probe', /fixtures\/bad-files\/undeclared-probe\.yaml:\d+:\d+: error undeclared: /],
    ['cycle', /: error cycle: /],
    ['missing-base', /: error missing-file: /],
  ] as const)('%s ends with one clear screen and code 2', async ([name, screen]) => {
    const { code, stdout, stderr } = await authzDrill('run', `fixtures/bad-files/${name}.yaml`);
    expect(stderr).toMatch(screen);
    expect(stderr).toContain('nothing was started');
    expect(stderr).not.toMatch(/\n\s+at /);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  });

  it.for([
    [['run', 'no/such/file.yaml'], /no\/such\/file\.yaml: error missing-file: /],
    [['run', '--workers', 'many'], /--workers/],
    [['run', '--defect', 'none-such'], /none-such/],
    [['run', '--no-such-option'], /no-such-option/],
    [['run', refused, '--shard', '2/2'], /shard 2\/2 is empty/],
    [['no-such-command'], /no-such-command/],
    [['judge', 'no/such/journal'], /no\/such\/journal: cannot be read \(ENOENT\)/],
    [['judge', 'fixtures'], /fixtures: no journal in this folder/],
    [['judge', 'package.json'], /package\.json:1: /],
    [['report', 'fixtures'], /result\.json: cannot be read/],
    [['schema', 'nothing'], /contract/],
  ] as const)('%j ends with code 2', async ([args, screen]) => {
    const { code, stdout, stderr } = await authzDrill(...args);
    expect(stderr).toMatch(screen);
    expect(stderr).not.toMatch(/\n\s+at /);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  });
});

describe('an environment that cannot stand', () => {
  it('says which port is in use, ends with code 4, and leaves nothing behind', async () => {
    await withPortInUse(async (port) => {
      const runs = await runsFolder();
      const { code, stderr } = await authzDrill('run', refused, '--proxy-port', String(port), '--out', runs);
      expect(stderr).toContain('policy-service-refused: the environment did not start');
      expect(stderr).toContain(String(port));
      expect(stderr).toContain('--proxy-port');
      expect(code).toBe(4);
      const run = await onlyRun(runs);
      expect(processesOfRun(run)).toEqual([]);
      const { verdict } = parseResult(JSON.parse(await readFile(join(runs, run, 'result.json'), 'utf8')));
      expect(verdict).toBe('inconclusive');
    });
  });
});

describe('a fault proxy that cannot be had', () => {
  it.for([
    ['./no-such-toxiproxy', 'ENOENT'],
    ['http://127.0.0.1:1', 'http://127.0.0.1:1'],
  ] as const)('%s is one screen and code 4', async ([faultProxy, named]) => {
    const runs = await runsFolder();
    const { code, stdout, stderr } = await authzDrill(
      'run',
      refused,
      '--fault-proxy',
      faultProxy,
      '--out',
      runs,
    );
    expect(stderr).toContain('policy-service-refused: the environment did not start');
    expect(stderr).toContain(named);
    expect(stderr).not.toMatch(/\n\s+at /);
    expect({ code, stdout }).toEqual({ code: 4, stdout: '' });
    expect(processesOfRun(await onlyRun(runs))).toEqual([]);
  });
});

describe('an interrupt in mid-run', () => {
  it('heals, cleans up, ends its journal and exits with 130', async () => {
    const runs = await runsFolder();
    const { child, ended } = startAuthzDrill(['run', refused, '--out', runs]);
    await said(child, 'refused policy-service effective');
    child.kill('SIGINT');
    const { code, stderr } = await ended;
    expect(code).toBe(130);
    expect(stderr).toContain('interrupted: cleaning up');
    const run = await onlyRun(runs);
    expect(processesOfRun(run)).toEqual([]);
    const journal = await readFile(join(runs, run, 'policy-service-refused.ndjson'), 'utf8');
    const events = journal
      .trimEnd()
      .split('\n')
      .map((line): { type: string; edge?: string; ok?: boolean; reason?: string } => JSON.parse(line));
    expect(events.at(-1)).toMatchObject({ type: 'end', reason: 'interrupted' });
    expect(events.some(({ type, edge }) => type === 'fault' && edge === 'healed')).toBe(true);
    expect(events.filter(({ type }) => type === 'cleanup').every(({ ok }) => ok)).toBe(true);
  });

  it('leaves no process behind when it is killed outright', async () => {
    const runs = await runsFolder();
    const { child, ended } = startAuthzDrill(['run', refused, '--out', runs]);
    await said(child, 'refused policy-service effective');
    const run = await onlyRun(runs);
    expect(processesOfRun(run).length).toBeGreaterThan(0);
    child.kill('SIGKILL');
    await ended;
    // Every child ends by itself once its stdin does.
    await expect.poll(() => processesOfRun(run), { timeout: 20_000, interval: 50 }).toEqual([]);
  });
});
