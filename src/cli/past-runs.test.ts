import { mkdir, mkdtemp, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { sampleResult } from '../report/testing/sample-result.ts';
import { pastRuns } from './past-runs.ts';

it('finds the runs of the same service before this one, oldest first, and skips what is none', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'authz-drill-past-'));
  const now = { ...sampleResult('pass'), runId: 'now', startedAt: '2026-01-05T00:00:00.000Z' };
  const keep = async (runId: string, content: string): Promise<void> => {
    await mkdir(join(folder, runId));
    await writeFile(join(folder, runId, 'result.json'), content);
  };
  const run = (runId: string, day: number, service = now.service): string =>
    JSON.stringify({ ...now, runId, service, startedAt: `2026-01-0${day}T00:00:00.000Z` });
  await keep('b', run('b', 3));
  await keep('a', run('a', 2));
  await keep('other', run('other', 1, 'another'));
  await keep('later', run('later', 6));
  await keep('broken', '{');
  await mkdir(join(folder, 'unfinished'));
  await symlink('b', join(folder, 'latest'));
  expect((await pastRuns(folder, now)).map(({ runId }) => runId)).toEqual(['a', 'b']);
});
