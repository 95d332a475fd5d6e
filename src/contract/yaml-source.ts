import {
  isAlias,
  isMap,
  isNode,
  isScalar,
  isSeq,
  parseDocument,
  visit,
  type Document,
  type Node,
  type Pair,
  type YAMLError,
} from 'yaml';
import { linesOf, placeOf, type Place, type TextLines } from './text-lines.ts';
import type { ExcerptLine, Problem, ProblemCode } from '../model/problem.ts';

/** A YAML file that was read: its data, and where in the text each part of it stands. */
export interface YamlSource {
  /** Path as the user would type it. */
  readonly file: string;
  readonly text: TextLines;
  readonly data: unknown;
  /** Syntax errors; `data` is worth nothing when there are any. */
  readonly problems: readonly Problem[];
  readonly document: Document;
}

/** Keys and list positions from the top of a file to one of its parts. */
export type Path = readonly (string | number)[];

/** What to say about a part of a file. `part` is what gets the caret: the value (default) or its key. */
export interface Remark {
  readonly code: ProblemCode;
  readonly message: string;
  readonly hint?: string | undefined;
  readonly severity?: Problem['severity'];
  readonly part?: 'key' | 'value';
}

/** Reads YAML 1.2 text. Never throws: what is wrong with the text is in `problems`. */
export function readYaml(file: string, yaml: string): YamlSource {
  const document = parseDocument(yaml, { prettyErrors: false });
  const text = linesOf(yaml);
  const failed = (remarks: readonly InText[]): YamlSource => {
    const problems = remarks.map((one) => problemIn(file, text, placeOf(text, ...one.range), one));
    return { file, text, data: undefined, problems, document };
  };
  const remarks = [...syntaxRemarks(document.errors, yaml), ...danglingAliases(document)];
  if (remarks.length > 0) return failed(remarks);
  try {
    return { file, text, data: document.toJS(), problems: [], document };
  } catch (error) {
    // Aliases that expand without end.
    const message = sentence(error instanceof Error ? error.message : String(error));
    return failed([{ code: 'yaml-syntax', message, range: [0, 1] }]);
  }
}

type InText = Remark & { readonly range: readonly [number, number] };

/** Every key that is there twice, and the first other error: what comes behind that is mostly its echo. */
function syntaxRemarks(errors: readonly YAMLError[], yaml: string): InText[] {
  const twice = errors.filter(({ code }) => code === 'DUPLICATE_KEY');
  const others = errors.filter(({ code }) => code !== 'DUPLICATE_KEY');
  return [...twice, ...others.slice(0, 1)].map((error) => syntaxRemark(error, yaml));
}

function syntaxRemark({ code, message, pos: range }: YAMLError, yaml: string): InText {
  const [from, to] = range;
  if (code === 'DUPLICATE_KEY') {
    const [key = ' '] = /^[^\s,}]+?(?=:|\s|,|\}|$)/.exec(yaml.slice(from)) ?? [];
    return {
      code: 'duplicate',
      message: `the key "${key}" is there twice`,
      range: [from, from + key.length],
    };
  }
  if (code === 'UNEXPECTED_TOKEN') {
    const [token = ''] = yaml.slice(from, to).split('\n');
    return { code: 'yaml-syntax', message: `"${token}" is not expected here`, range };
  }
  if (code === 'MULTIPLE_DOCS') {
    return { code: 'yaml-syntax', message: 'a second document begins here, but a file holds one', range };
  }
  return { code: 'yaml-syntax', message: sentence(message), range };
}

function danglingAliases(document: Document.Parsed): InText[] {
  const found: InText[] = [];
  visit(document, {
    Alias(_, alias) {
      if (alias.resolve(document) !== undefined) return;
      const [from, to] = alias.range ?? [0, 0];
      const message = `there is no anchor &${alias.source} before this`;
      found.push({ code: 'yaml-syntax', message, range: [from, to] });
    },
  });
  return found;
}

/** Where a part stands; where it is absent, its nearest ancestor that is there. */
export function locate(source: YamlSource, path: Path, part: 'key' | 'value' = 'value'): Place {
  let node: unknown = source.document.contents;
  let value: Node | null = isNode(node) ? node : null;
  let key: Node | null = null;
  for (const step of path) {
    const inside = isAlias(node) ? node.resolve(source.document) : node;
    if (isMap(inside)) {
      const pair = inside.items.find((item) => keyOf(item) === String(step));
      if (pair === undefined) break;
      node = pair.value;
      key = isNode(pair.key) ? pair.key : null;
      // A value without text of its own (`key:`) has no place; its key has.
      value = isNode(node) && !isEmpty(node) ? node : key;
    } else if (isSeq(inside)) {
      node = inside.items[Number(step)];
      if (!isNode(node)) break;
      value = node;
      key = null;
    } else break;
  }
  const found = part === 'key' ? (key ?? value) : value;
  return placeOf(source.text, found?.range?.[0] ?? 0, found?.range?.[1] ?? 0);
}

/** A problem at a part of a file. */
export function problemAt(source: YamlSource, path: Path, remark: Remark): Problem {
  return problemIn(source.file, source.text, locate(source, path, remark.part), remark);
}

/** A problem of a file that has no text to point into. */
export function problemOfFile(file: string, remark: Remark): Problem {
  return problemIn(file, linesOf(''), { line: 0, col: 0, length: 0 }, remark);
}

/** The line of every key in the file by its dotted path: `actions.payment:approve` -> 31. */
export function keyLines(source: YamlSource): Record<string, number> {
  const lines: Record<string, number> = {};
  const collect = (node: unknown, above: readonly string[]): void => {
    if (!isMap(node)) return;
    for (const pair of node.items) {
      const path = [...above, keyOf(pair)];
      if (isNode(pair.key)) lines[path.join('.')] = placeOf(source.text, pair.key.range?.[0] ?? 0, 0).line;
      collect(pair.value, path);
    }
  };
  collect(source.document.contents, []);
  return lines;
}

function problemIn(file: string, { lines }: TextLines, place: Place, remark: Remark): Problem {
  return {
    severity: remark.severity ?? 'error',
    code: remark.code,
    file,
    ...place,
    message: remark.message,
    ...(remark.hint === undefined ? {} : { hint: remark.hint }),
    excerpt: excerptOf(lines, place.line),
  };
}

/** The concerned line with one before and one after it. */
function excerptOf(lines: readonly string[], line: number): ExcerptLine[] {
  if (line === 0) return [];
  const first = Math.max(1, line - 1);
  const shown = lines.slice(first - 1, line + 1).map((text, index) => ({ number: first + index, text }));
  return shown.filter(({ number, text }) => number === line || text.trim() !== '');
}

function keyOf(pair: Pair): string {
  return String(isScalar(pair.key) ? pair.key.value : pair.key);
}

function isEmpty(node: Node): boolean {
  return isScalar(node) && node.value === null && node.source === '';
}

/** The YAML library ends some of its messages with a full stop and some not. */
function sentence(text: string): string {
  return text.trim().replace(/\.$/, '');
}
