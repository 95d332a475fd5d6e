import type { MatrixCell, Verdict } from '../model/result.ts';
import type { Severity, Violation } from '../model/violation.ts';

/** A whole number with thousands separated: `12,480`. */
export function count(n: number): string {
  return String(Math.round(n)).replace(/\B(?=(?:\d{3})+$)/gu, ',');
}

/** A number of things: `1 decision`, `2,310 decisions`. */
export function countOf(n: number, thing: string, things = `${thing}s`): string {
  return `${count(n)} ${n === 1 ? thing : things}`;
}

/** A moment of a scenario in milliseconds, for a reader: `+8.21 s`. */
export function moment(ms: number): string {
  return `+${(ms / 1_000).toFixed(2)} s`;
}

/** Milliseconds as a figure to compare with others: `1,418 ms`. */
export function wholeMs(ms: number): string {
  return `${count(ms)} ms`;
}

/** `a`, `a and b`, `a, b and c`. */
export function listed(items: readonly string[]): string {
  if (items.length < 2) return items.join('');
  return `${items.slice(0, -1).join(', ')} and ${items.at(-1)}`;
}

/** A violation in words: `wrong allow`. */
export function violationWords(violation: Violation): string {
  return violation.replaceAll('-', ' ');
}

/** What the program says first of all, and its exit code for it. */
export const verdictWords: Readonly<Record<Verdict, { readonly word: string; readonly exitCode: number }>> = {
  pass: { word: 'PASS', exitCode: 0 },
  fail: { word: 'FAIL', exitCode: 1 },
  inconclusive: { word: 'INCONCLUSIVE', exitCode: 3 },
};

const observed: Readonly<Record<Violation, string>> = {
  'wrong-allow': 'allowed',
  'stale-allow': 'allowed on stale data',
  'revoked-allow': 'allowed after revocation',
  'unverified-policy': 'decided on an unverified policy',
  'obligation-missed': 'without its obligation',
  'wrong-deny': 'denied',
  'no-decision': 'without a decision',
  late: 'late',
  'undeclared-mode': 'decided another way',
  'rollback-overrun': 'wrong after the objective',
  'uncontrolled-change': 'past change control',
  unlogged: 'not logged',
  misrecorded: 'logged otherwise',
  skew: 'on different revisions',
  'slow-recovery': 'not back to normal',
  herd: 'in a burst',
  'undeclared-input': 'on an undeclared input',
  'long-lived-credential': 'with a long-lived credential',
  ungoverned: 'not governed',
  'unrecorded-input': 'without a declared input',
  contradiction: 'declared in two ways',
};

/** How a matrix cell looks and reads in every format: a symbol, a word, and what stands below it. */
export interface CellWords {
  readonly look: 'pass' | 'unsafe' | 'failed' | 'inconclusive' | 'not-drilled' | 'not-applicable';
  readonly symbol: string;
  readonly word: string;
  readonly detail: string;
}

const sayings: Readonly<Record<MatrixCell['status'], (cell: MatrixCell) => CellWords>> = {
  pass: (cell) => ({
    look: 'pass',
    symbol: '✓',
    word: 'as declared',
    detail: `${count(cell.judged)} judged`,
  }),
  fail: failedCell,
  inconclusive: (cell) => ({
    look: 'inconclusive',
    symbol: '?',
    word: 'inconclusive',
    detail: missingSamples(cell),
  }),
  'not-drilled': () => ({ look: 'not-drilled', symbol: '○', word: 'not drilled', detail: '' }),
  'not-applicable': () => ({ look: 'not-applicable', symbol: '–', word: 'not needed', detail: '' }),
};

/** Says a matrix cell. A critical violation looks `unsafe`, any other `failed`. */
export function cellWords(cell: MatrixCell): CellWords {
  return sayings[cell.status](cell);
}

function failedCell(cell: MatrixCell): CellWords {
  const { violation } = cell;
  const unsafe = cell.severity === 'critical';
  const seen = `${count(cell.failed)} of ${count(cell.judged)}`;
  return {
    look: unsafe ? 'unsafe' : 'failed',
    symbol: unsafe ? '✗' : '!',
    word: violation === null ? 'failed' : violationWords(violation),
    detail: violation === null ? seen : `${seen} ${observed[violation]}`,
  };
}

function missingSamples(cell: MatrixCell): string {
  if (cell.judged < cell.needed) return `${count(cell.judged)} judged, ${count(cell.needed)} needed`;
  return `${count(cell.inconclusive)} of ${count(cell.judged + cell.inconclusive)} unclear`;
}

/** Most severe first. */
export const severities: readonly Severity[] = ['critical', 'major', 'minor'];

/** A text of at most `most` characters, cut at a space, the cut shown. Whole texts stay in result.json. */
export function shortened(text: string, most: number): string {
  if (text.length <= most) return text;
  const cut = text.slice(0, most);
  return `${cut.slice(0, Math.max(cut.lastIndexOf(' '), most / 2)).replace(/[\s,;:(]+$/u, '')} …`;
}

/** The verdict's sentence; where it lists many reasons, its beginning. */
export function headline(text: string): string {
  return shortened(text, 280);
}
