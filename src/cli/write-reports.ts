import { mkdir, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { basename, dirname, join, relative } from 'node:path';
import type { Result } from '../model/result.ts';
import { renderScorecard } from '../report/html/scorecard.ts';
import { serialiseResult } from '../report/json.ts';
import { renderJunit } from '../report/junit.ts';
import { renderSummaryMarkdown } from '../report/summary-markdown.ts';
import { pastRuns } from './past-runs.ts';

export interface WrittenFile {
  readonly what: string;
  /** As seen from the working directory. */
  readonly path: string;
}

/** Writes every report of a result into a run's folder. */
export async function writeReports(result: Result, folder: string): Promise<readonly WrittenFile[]> {
  await mkdir(folder, { recursive: true });
  const history = await pastRuns(dirname(folder), result);
  const reports = [
    {
      what: 'scorecard',
      name: 'scorecard.html',
      text: renderScorecard(result, { now: new Date().toISOString(), history }),
    },
    { what: 'result', name: 'result.json', text: serialiseResult(result) },
    { what: 'junit', name: 'junit.xml', text: renderJunit(result) },
    { what: 'summary', name: 'summary.md', text: renderSummaryMarkdown(result) },
  ];
  return Promise.all(
    reports.map(async ({ what, name, text }) => {
      const path = join(folder, name);
      await writeFile(path, text);
      return { what, path: relative('', path) };
    }),
  );
}

/** Points `latest` beside the run's folder at it, in one step: a reader never finds it missing. */
export async function pointLatestTo(folder: string): Promise<void> {
  const link = join(dirname(folder), 'latest');
  const fresh = `${link}.${process.pid}`;
  await symlink(basename(folder), fresh);
  try {
    await rename(fresh, link);
  } catch (error) {
    // A folder of that name is somebody's own: leave it, and take our link away.
    await rm(fresh, { force: true });
    throw error;
  }
}
