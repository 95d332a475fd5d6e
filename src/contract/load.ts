import { hasErrors, type Problem } from '../model/problem.ts';
import { checkShape } from './check-shape.ts';
import { findContradictions } from './contradictions.ts';
import type { Contract } from './contract.ts';
import { readSource } from './read-file.ts';
import { contractFile, toContract } from './schema.ts';
import { keyLines, type YamlSource } from './yaml-source.ts';

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
  if (source === undefined || hasErrors(problems)) return { contract: undefined, lines: {}, problems };
  return readContract(source);
}

/** The same for text that is already read. */
export function readContract(source: YamlSource): LoadedContract {
  const lines = keyLines(source);
  const shaped = checkShape(contractFile, source);
  if (shaped.value === undefined) return { contract: undefined, lines, problems: shaped.problems };
  const contract = toContract(shaped.value);
  const problems = findContradictions(contract, source);
  return { contract: hasErrors(problems) ? undefined : contract, lines, problems };
}
