import { readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { describe, expect, it } from 'vitest';

const src = import.meta.dirname;

/**
 * Which module may import which, besides `model` and itself; the table of ARCHITECTURE.md. `'*'` is everything.
 * `types` may be imported as types only.
 */
const table: Readonly<
  Record<string, { readonly may: readonly string[] | '*'; readonly types?: readonly string[] }>
> = {
  model: { may: [] },
  contract: { may: [] },
  scenario: { may: ['contract'] },
  target: { may: ['contract'] },
  plan: { may: ['scenario', 'contract', 'target'] },
  proxy: { may: [] },
  environment: { may: ['proxy', 'target'] },
  faults: { may: ['proxy'], types: ['environment'] },
  probe: { may: ['target'] },
  journal: { may: [] },
  conduct: { may: ['plan', 'environment', 'faults', 'probe', 'journal'] },
  oracle: { may: ['contract'], types: ['plan'] },
  score: { may: [] },
  report: { may: [] },
  cli: { may: '*' },
  reference: { may: ['contract'] },
};

/** Modules that must stay pure: nothing of Node's but what computes. */
const pure = ['model', 'oracle', 'score', 'report'];

interface Import {
  readonly file: string;
  readonly specifier: string;
  readonly typeOnly: boolean;
}

function sources(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.(ts|js)$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((file) => !/\.(test|bench)\.ts$/.test(file) && !file.includes(`${sep}testing${sep}`));
}

function importsOf(file: string): Import[] {
  const text = readFileSync(file, 'utf8');
  const pattern =
    /^\s*(?:import|export)\s+(type\s+)?(?:[\w*{}\s,]+?\s+from\s+)?'([^']+)'|\bimport\('([^']+)'\)/gm;
  return [...text.matchAll(pattern)].map((match) => ({
    file,
    specifier: match[2] ?? match[3] ?? '',
    typeOnly: match[1] !== undefined,
  }));
}

function moduleOf(file: string): string {
  return relative(src, file).split(sep)[0] ?? '';
}

function forbidden({ file, specifier, typeOnly }: Import): string | undefined {
  const from = moduleOf(file);
  const rule = table[from];
  const where = `${relative(src, file)} imports ${specifier}`;
  if (!specifier.startsWith('.')) {
    return pure.includes(from) && specifier.startsWith('node:')
      ? `${where}: ${from}/ does no I/O`
      : undefined;
  }
  const to = moduleOf(resolve(dirname(file), specifier));
  if (rule === undefined || rule.may === '*' || to === from || to === 'model') return undefined;
  if (rule.may.includes(to) || (typeOnly && rule.types?.includes(to))) return undefined;
  return `${where}: ${from}/ may not import ${to}/`;
}

describe('the architecture', () => {
  const files = sources(src);

  it('has no module but those of the table', () => {
    const modules = readdirSync(src, { withFileTypes: true }).filter((entry) => entry.isDirectory());
    expect(modules.map((entry) => entry.name).toSorted()).toEqual(Object.keys(table).toSorted());
  });

  it('imports only along the table', () => {
    expect(
      files
        .flatMap(importsOf)
        .map(forbidden)
        .filter((problem) => problem !== undefined),
    ).toEqual([]);
  });

  it('notices an import against the table', () => {
    const wrong = { file: join(src, 'oracle/x.ts'), specifier: '../reference/app/main.ts', typeOnly: false };
    expect(forbidden(wrong)).toBe(
      'oracle/x.ts imports ../reference/app/main.ts: oracle/ may not import reference/',
    );
    expect(forbidden({ ...wrong, specifier: 'node:fs' })).toContain('does no I/O');
    expect(forbidden({ ...wrong, specifier: '../plan/plan.ts', typeOnly: true })).toBeUndefined();
  });

  it('keeps every source file under the hard cap of 500 lines', () => {
    const long = files.filter((file) => readFileSync(file, 'utf8').split('\n').length > 500);
    expect(long.map((file) => relative(src, file))).toEqual([]);
  });

  it('is what the lint configuration enforces', () => {
    const config: unknown = JSON.parse(readFileSync(resolve(src, '../.oxlintrc.json'), 'utf8'));
    expect(config).toMatchObject({ overrides: expect.arrayContaining(lintOverrides()) });
  });
});

/** The table in the linter's words, one override a module: value imports by `no-restricted-imports`. */
function lintOverrides(): unknown[] {
  const modules = Object.keys(table);
  return Object.entries(table)
    .filter(([, rule]) => rule.may !== '*')
    .map(([name, rule]) => {
      const allowed = new Set([name, 'model'].concat(rule.may));
      const banned = modules.filter((other) => !allowed.has(other) && !rule.types?.includes(other));
      const patterns = [
        { regex: `^(\\.\\./)+(${banned.join('|')})/`, message: `${name}/ may not import these modules` },
        ...(pure.includes(name) ? [{ regex: '^node:', message: `${name}/ does no I/O` }] : []),
      ];
      return {
        files: [`src/${name}/**/*.ts`],
        rules: { 'no-restricted-imports': ['error', { patterns }] },
      };
    });
}

it('has a launcher that can be executed, since npx does not always make it so', () => {
  expect(statSync(join(src, 'cli/launch.js')).mode & 0o111).toBe(0o111);
});
