import { readdir, rm } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { containersOf, hasToxiproxyImage } from '../../environment/fault-proxy/testing/real-docker.ts';
import { authzDrill, runsFolder } from '../testing/authz-drill.ts';

/** On a machine that checks changes a daemon with the image must be there. */
const leaveOut = process.env['CI'] !== 'true' && !hasToxiproxyImage();

it.skipIf(leaveOut)('a drill through a Toxiproxy in a container, which is gone afterwards', async () => {
  const folder = await runsFolder();
  const scenario = 'scenarios/policy-service/refused.yaml';
  const ended = await authzDrill('run', scenario, '--fault-proxy', 'container', '--out', folder);
  // A busy machine may leave the drill without evidence; nothing makes it fail.
  expect(ended).toSatisfy(({ code }: typeof ended) => code === 0 || code === 3);
  const runId = (await readdir(folder)).find((name) => name !== 'latest') ?? '';
  expect(containersOf(`${runId}/services-1`)).toEqual([]);
  await rm(folder, { recursive: true });
});
