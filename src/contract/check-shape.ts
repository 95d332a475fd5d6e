import type { z } from 'zod';
import type { Problem } from '../model/problem.ts';
import { notADuration } from './duration.ts';
import { missingKeys, remarkOn, unknownKey, type Issue } from './issue-remark.ts';
import { nearestName } from './nearest-name.ts';
import { keysAt } from './schema-keys.ts';
import type { Path, Remark } from './yaml-source.ts';

/** Makes a problem of a remark on the part at `path`, wherever that part was written. */
export type PointAt = (path: Path, remark: Remark) => Problem;

/** Data of the shape a schema asks for, or what is wrong with it; never both. */
export type Shaped<T> =
  | { readonly value: T; readonly problems: readonly [] }
  | { readonly value: undefined; readonly problems: readonly Problem[] };

/** Checks data against a schema and reports every deviation at its place. */
export function checkShape<S extends z.ZodType>(schema: S, data: unknown, at: PointAt): Shaped<z.output<S>> {
  const parsed = schema.safeParse(data);
  if (parsed.success) return { value: parsed.data, problems: [] };
  const issues = parsed.error.issues.flatMap(likeliest);
  return { value: undefined, problems: reportIssues(schema, issues, data, at) };
}

/** A failed choice between shapes, replaced by what is wrong with the shape that fits best. */
function likeliest(issue: Issue): Issue[] {
  if (issue.code !== 'invalid_union' || issue.message === notADuration) return [issue];
  const [best] = issue.errors.toSorted((a, b) => cost(a) - cost(b));
  if (best === undefined) return [issue];
  return best.flatMap((one) => likeliest({ ...one, path: [...issue.path, ...one.path] }));
}

/** How many keys and values of the data a shape objects to. */
function cost(branch: readonly Issue[]): number {
  return branch.reduce((sum, one) => sum + (one.code === 'unrecognized_keys' ? one.keys.length : 1), 0);
}

function reportIssues(schema: z.ZodType, issues: readonly Issue[], data: unknown, at: PointAt): Problem[] {
  const { problems, meant } = reportUnknownKeys(schema, issues, data, at);
  const missing = new Map<string, { readonly parent: Path; readonly issues: Issue[] }>();
  for (const issue of issues) {
    if (issue.code === 'unrecognized_keys') continue;
    const path = pathOf(issue);
    const value = valueAt(data, path);
    if (value !== undefined || path.length === 0) {
      problems.push(at(path, remarkOn(issue, value)));
    } else if (!meant.has(nameOf(path))) {
      const parent = path.slice(0, -1);
      const siblings = missing.get(nameOf(parent)) ?? { parent, issues: [] };
      siblings.issues.push(issue);
      missing.set(nameOf(parent), siblings);
    }
  }
  for (const { parent, issues: of } of missing.values()) problems.push(at(parent, missingKeys(of)));
  return problems;
}

interface UnknownKeys {
  readonly problems: Problem[];
  /** Keys that a misspelt one was meant to be: that they are missing needs no second problem. */
  readonly meant: ReadonlySet<string>;
}

function reportUnknownKeys(
  schema: z.ZodType,
  issues: readonly Issue[],
  data: unknown,
  at: PointAt,
): UnknownKeys {
  const problems: Problem[] = [];
  const meant = new Set<string>();
  for (const issue of issues) {
    if (issue.code !== 'unrecognized_keys') continue;
    const path = pathOf(issue);
    const known = keysAt(schema, path, data);
    const present = keysOf(valueAt(data, path));
    const free = known.filter((name) => !present.includes(name));
    for (const key of issue.keys) {
      const near = nearestName(key, free);
      if (near !== undefined) meant.add(nameOf([...path, near]));
      problems.push(at([...path, key], unknownKey(key, near, known)));
    }
  }
  return { problems, meant };
}

/** A path as one text, to look it up by. */
function nameOf(path: Path): string {
  return JSON.stringify(path);
}

function pathOf(issue: Issue): Path {
  return issue.path.map((step) => (typeof step === 'symbol' ? String(step) : step));
}

function valueAt(data: unknown, path: Path): unknown {
  let value = data;
  for (const step of path) value = isMapping(value) ? value[step] : undefined;
  return value;
}

function keysOf(value: unknown): string[] {
  return isMapping(value) ? Object.keys(value) : [];
}

function isMapping(value: unknown): value is Readonly<Record<string | number, unknown>> {
  return typeof value === 'object' && value !== null;
}
