import type { z } from 'zod';
import { notADuration } from './duration.ts';
import { nearestName } from './nearest-name.ts';
import type { Remark } from './yaml-source.ts';

/** What zod found. */
export type Issue = z.core.$ZodIssue;

/** What to say of a key that is not in the schema; `near` is the one it was probably meant to be. */
export function unknownKey(key: string, near: string | undefined, known: readonly string[]): Remark {
  const hint = near === undefined ? `known here: ${known.join(', ')}` : `did you mean "${near}"?`;
  return { code: 'unknown-key', message: `there is no key "${key}" here`, hint, part: 'key' };
}

/** What to say of keys that one mapping should have and has not. */
export function missingKeys(issues: readonly Issue[]): Remark {
  const keys = issues.map((issue) => `"${String(issue.path.at(-1))}"`);
  const [only] = issues;
  if (issues.length === 1 && only !== undefined) {
    const hint = expectation(only);
    return { code: 'missing-key', message: `the key ${keys.join()} is missing`, hint, part: 'key' };
  }
  return { code: 'missing-key', message: `the keys ${keys.join(', ')} are missing`, part: 'key' };
}

/** What to say of a value that does not fit its schema. */
export function remarkOn(issue: Issue, value: unknown): Remark {
  if (issue.path.length === 0 && (value === undefined || value === null)) {
    return { code: 'wrong-type', message: 'the file is empty' };
  }
  if (issue.message === notADuration) return badDuration(value);
  if (issue.code === 'invalid_type' && !isZodsOwn(issue)) {
    return { code: 'wrong-type', message: issue.message };
  }
  if (issue.code === 'invalid_type') {
    return {
      code: 'wrong-type',
      message: `this must be ${withArticle(issue.expected)}, not ${nameOfType(value)}`,
    };
  }
  if (issue.code === 'invalid_value') {
    const remark = oneOf(value, issue.values.map(String));
    return isZodsOwn(issue) ? remark : { ...remark, message: issue.message };
  }
  if (issue.code === 'invalid_union') return oneOf(value, unionOptions(issue));
  if (issue.code === 'invalid_key') {
    return { code: 'wrong-value', message: issue.issues[0]?.message ?? issue.message, part: 'key' };
  }
  if (!isZodsOwn(issue)) return { code: 'wrong-value', message: issue.message };
  if (issue.code === 'too_small' || issue.code === 'too_big') {
    return { code: 'wrong-value', message: outOfRange(issue) };
  }
  return { code: 'wrong-value', message: `${shown(value)} does not fit here` };
}

/** Whether an issue has zod's wording and not one of a schema's own. */
function isZodsOwn(issue: Issue): boolean {
  return /^(Invalid|Too small|Too big|Unrecognized)\b/.test(issue.message);
}

function outOfRange(issue: Extract<Issue, { code: 'too_small' | 'too_big' }>): string {
  const limit = issue.code === 'too_small' ? issue.minimum : issue.maximum;
  const word = issue.code === 'too_small' ? 'at least' : 'at most';
  if (issue.origin === 'string')
    return limit === 1 ? 'this must not be empty' : `this must have ${word} ${limit} characters`;
  if (issue.origin === 'array')
    return `this list must have ${word} ${limit} ${limit === 1 ? 'entry' : 'entries'}`;
  return `this must be ${word} ${limit}`;
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

/** What a missing key should hold, as far as its schema says so. */
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
