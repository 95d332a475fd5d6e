import type { z } from 'zod';
import type { Problem } from '../model/problem.ts';
import { notADuration } from './duration.ts';
import { nearestName } from './nearest-name.ts';
import { keysAt } from './schema-keys.ts';
import type { Path, Remark } from './yaml-source.ts';

type Issue = z.core.$ZodIssue;

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
  const cost = (branch: readonly Issue[]): number =>
    branch.reduce((sum, one) => sum + (one.code === 'unrecognized_keys' ? one.keys.length : 1), 0);
  const [best] = issue.errors.toSorted((a, b) => cost(a) - cost(b));
  if (best === undefined) return [issue];
  return best.flatMap((one) => likeliest({ ...one, path: [...issue.path, ...one.path] }));
}

function reportIssues(schema: z.ZodType, issues: readonly Issue[], data: unknown, at: PointAt): Problem[] {
  const problems: Problem[] = [];
  /** Keys that a misspelt one was meant to be: that they are missing needs no second problem. */
  const meant = new Set<string>();
  for (const issue of issues) {
    if (issue.code !== 'unrecognized_keys') continue;
    const path = pathOf(issue);
    const known = keysAt(schema, path, data);
    const present = keysOf(valueAt(data, path));
    for (const key of issue.keys) {
      const near = nearestName(
        key,
        known.filter((name) => !present.includes(name)),
      );
      if (near !== undefined) meant.add([...path, near].join('\n'));
      problems.push(at([...path, key], unknownKey(key, near, known)));
    }
  }
  for (const issue of issues) {
    if (issue.code === 'unrecognized_keys') continue;
    const path = pathOf(issue);
    const value = valueAt(data, path);
    if (value === undefined && meant.has(path.join('\n'))) continue;
    problems.push(at(path, remarkOn(issue, path, value)));
  }
  return problems;
}

function unknownKey(key: string, near: string | undefined, known: readonly string[]): Remark {
  const hint = near === undefined ? `known here: ${known.join(', ')}` : `did you mean "${near}"?`;
  return { code: 'unknown-key', message: `there is no key "${key}" here`, hint, part: 'key' };
}

function remarkOn(issue: Issue, path: Path, value: unknown): Remark {
  const key = path.at(-1);
  if (value === undefined && path.length > 0) {
    return {
      code: 'missing-key',
      message: `the key "${String(key)}" is missing`,
      hint: expectation(issue),
      part: 'key',
    };
  }
  if (issue.code === 'invalid_type') {
    if (issue.message === notADuration) return badDuration(value);
    return {
      code: 'wrong-type',
      message: `this must be ${withArticle(issue.expected)}, not ${nameOfType(value)}`,
    };
  }
  if (issue.message === notADuration) return badDuration(value);
  if (issue.code === 'invalid_value') return oneOf(value, issue.values.map(String));
  if (issue.code === 'invalid_union') return oneOf(value, unionOptions(issue));
  if (issue.code === 'invalid_key') {
    return { code: 'wrong-value', message: issue.issues[0]?.message ?? issue.message, part: 'key' };
  }
  return { code: 'wrong-value', message: issue.message };
}

function badDuration(value: unknown): Remark {
  return {
    code: 'bad-duration',
    message: `${shown(value)} is not a duration`,
    hint: 'write 250ms, 3s or 5m',
  };
}

function oneOf(value: unknown, options: readonly string[]): Remark {
  if (options.length === 0) return { code: 'wrong-type', message: `${shown(value)} does not fit here` };
  const near = typeof value === 'string' ? nearestName(value, options) : undefined;
  const all = options.length === 1 ? `it must be ${options[0] ?? ''}` : `one of ${options.join(', ')}`;
  return {
    code: 'wrong-value',
    message: `${shown(value)} is not possible here`,
    hint: near === undefined ? all : `did you mean "${near}"? (${all})`,
  };
}

function unionOptions(issue: Extract<Issue, { code: 'invalid_union' }>): string[] {
  return 'options' in issue && Array.isArray(issue.options) ? issue.options.map(String) : [];
}

/** What a missing key should hold, as far as its schema says so in a word. */
function expectation(issue: Issue): string | undefined {
  if (issue.message === notADuration) return 'a duration such as 250ms, 3s or 5m';
  if (issue.code === 'invalid_value') return `one of ${issue.values.map(String).join(', ')}`;
  if (issue.code === 'invalid_union') {
    const options = unionOptions(issue);
    return options.length === 0 ? undefined : `one of ${options.join(', ')}`;
  }
  return issue.code === 'invalid_type' ? withArticle(issue.expected) : undefined;
}

const typeNames: Readonly<Record<string, string>> = {
  object: 'a mapping (key: value)',
  record: 'a mapping (key: value)',
  array: 'a list',
  string: 'a text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
};

function withArticle(expected: string): string {
  return typeNames[expected] ?? expected;
}

function nameOfType(value: unknown): string {
  if (value === null) return 'nothing';
  if (Array.isArray(value)) return 'a list';
  return typeof value === 'object' ? 'a mapping' : `${withArticle(typeof value)} (${shown(value)})`;
}

/** The value as the file spells it, cut where it is long. */
function shown(value: unknown): string {
  const text = JSON.stringify(value) ?? 'nothing';
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
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
