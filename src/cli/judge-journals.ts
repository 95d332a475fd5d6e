import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { streamJournal } from '../journal/reader.ts';
import { JournalError } from '../journal/journal-error.ts';
import type { ScenarioJudgement } from '../model/judgement.ts';
import type { Result } from '../model/result.ts';
import { collectFacts } from '../oracle/journal-facts.ts';
import { judgeFacts } from '../oracle/judge-scenario.ts';
import { readPlan } from '../plan/plan-schema.ts';
import { scoreRun } from '../score/score-run.ts';
import { Failure, isSystemError } from './failure.ts';

/**
 * Judges journals and scores them as one run. The same journals give the same result, byte for byte.
 * @param paths journals, or folders that hold some (`reports/<run id>`)
 * @throws Failure (usage) where a path holds no journal or a journal cannot be read
 */
export async function judgeJournals(paths: readonly string[]): Promise<Result> {
  const files = (await Promise.all(paths.map(journalsAt))).flat();
  const judged: { index: number; judgement: ScenarioJudgement }[] = [];
  // One after the other: a long run's journals need not all be in memory at once.
  for (const file of files) judged.push(await judgeFile(file));
  return scoreRun(judged.toSorted((a, b) => a.index - b.index).map(({ judgement }) => judgement));
}

async function journalsAt(path: string): Promise<string[]> {
  try {
    if (!(await stat(path)).isDirectory()) return [path];
    const names = (await readdir(path)).filter((name) => name.endsWith('.ndjson')).toSorted();
    if (names.length > 0) return names.map((name) => join(path, name));
  } catch (error) {
    if (isSystemError(error)) throw new Failure(`${path}: cannot be read (${error.code})`, { cause: error });
    throw error;
  }
  throw new Failure(`${path}: no journal in this folder`, {
    hint: 'Name a journal (<scenario>.ndjson) or the folder of a run, such as reports/latest.',
  });
}

async function judgeFile(file: string): Promise<{ index: number; judgement: ScenarioJudgement }> {
  try {
    const collector = collectFacts();
    const { sha256 } = await streamJournal(file, collector);
    const facts = collector.facts();
    const { plan, error } = readPlan(facts.header.plan);
    if (plan === undefined) throw new JournalError(file, 1, error);
    return { index: facts.header.index, judgement: judgeFacts(plan, facts, sha256) };
  } catch (error) {
    if (!(error instanceof JournalError)) throw error;
    const place = error.line > 0 ? `${file}:${error.line}` : file;
    throw new Failure(`${place}: ${error.message}`, { cause: error });
  }
}
