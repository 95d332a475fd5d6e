import { hasErrors, type Problem } from '../model/problem.ts';
import { checkShape, type PointAt } from './check-shape.ts';
import { findContradictions } from './contradictions.ts';
import type { Contract } from './contract.ts';
import { readSource } from './read-file.ts';
import { repaired } from './repair.ts';
import { contractFile, toContract } from './schema.ts';
import { keyLines, problemAt, type YamlSource } from './yaml-source.ts';

export interface LoadedContract {
  /** Undefined where a problem of severity `error` was found. */
  readonly contract: Contract | undefined;
  /** Line of every key by its dotted path: `actions.payment:approve` -> 31. */
  readonly lines: Readonly<Record<string, number>>;
  /** All of them, errors and warnings. */
  readonly problems: readonly Problem[];
}

/** Reads a contract file and finds everything that is wrong with it. Never throws. */
export async function loadContract(file: string): Promise<LoadedContract> {
  const { source, problems } = await readSource(file);
  return source === undefined ? { contract: undefined, lines: {}, problems } : readContract(source);
}

/** The same for text that is already read. */
export function readContract(source: YamlSource): LoadedContract {
  if (hasErrors(source.problems)) return { contract: undefined, lines: {}, problems: source.problems };
  const lines = keyLines(source);
  const at: PointAt = (path, remark) => problemAt(source, path, remark);
  const shaped = checkShape(contractFile, source.data, at);
  if (shaped.value === undefined) {
    const rest = repaired(source.data, contractFile.safeParse(source.data).error?.issues ?? []);
    const further = rest === undefined ? [] : findContradictions(toContract(rest), at);
    return { contract: undefined, lines, problems: [...shaped.problems, ...further] };
  }
  const contract = toContract(shaped.value);
  const problems = findContradictions(contract, at);
  return { contract: hasErrors(problems) ? undefined : contract, lines, problems };
}
