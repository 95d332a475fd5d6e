import type { z } from 'zod';
import { contractFile, type ContractFile } from './schema.ts';

/** What takes the place of an entry that does not fit: it contradicts nothing, and its name stays declared. */
const standIns: Readonly<Record<string, unknown>> = {
  inputs: { from: 'token', local: true },
  obligations: { hide: ['/'] },
  actions: { risk: 'low', decide: 'local' },
};

/**
 * A refused contract file without its unknown keys, and with stand-ins for the entries that do not fit, so
 * that what the rest of it says can be checked all the same.
 * @returns undefined where it is not an entry that does not fit
 */
export function repaired(data: unknown, issues: readonly z.core.$ZodIssue[]): ContractFile | undefined {
  const copy: unknown = structuredClone(data);
  if (!issues.every((issue) => repair(copy, issue))) return undefined;
  return contractFile.safeParse(copy).data;
}

function repair(data: unknown, issue: z.core.$ZodIssue): boolean {
  if (issue.code === 'unrecognized_keys') {
    const place = issue.path.reduce<unknown>((at, step) => (isRecord(at) ? at[step] : undefined), data);
    // Where there is nothing any more, a stand-in has replaced the entry that the key was in.
    return !isRecord(place) || issue.keys.every((key) => delete place[key]);
  }
  const [listing, entry] = issue.path;
  if (!isRecord(data) || typeof listing !== 'string' || entry === undefined) return false;
  const entries = data[listing];
  if (!isRecord(entries) || !Object.hasOwn(standIns, listing)) return false;
  // A name that is no name cannot keep its entry.
  if (issue.code === 'invalid_key') return delete entries[entry];
  entries[entry] = standIns[listing];
  return true;
}

function isRecord(value: unknown): value is Record<PropertyKey, unknown> {
  return typeof value === 'object' && value !== null;
}
