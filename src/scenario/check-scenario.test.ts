import { readFileSync } from 'node:fs';
import { assert, constantFrom, integer, oneof, property, record, string } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkShape, type PointAt } from '../contract/check-shape.ts';
import { problemAt, readYaml } from '../contract/yaml-source.ts';
import type { Problem } from '../model/problem.ts';
import { checkScenario } from './check-scenario.ts';
import { scenarioDraft } from './draft.ts';
import { wholeScenario } from './schema.ts';

/** A drill in one piece: base and probes are put into it. */
const text = [
  readFileSync('scenarios/rollback/bad-allow.yaml', 'utf8').replace(/^extends:.*$/m, ''),
  // What the drill says itself wins over the base.
  readFileSync('scenarios/base.yaml', 'utf8')
    .replace(/^replicas:.*$/m, '')
    .replace(/^probes:.*$/m, 'probes:'),
].join('\n');
const whole = text.replace('probes:', `probes:\n${readFileSync('fixtures/ledger/probes.yaml', 'utf8')}\n`);

interface Checked {
  readonly fits: boolean;
  readonly problems: readonly Problem[];
}

function check(yaml: string): Checked {
  const source = readYaml('x.yaml', yaml);
  const at: PointAt = (path, remark) => problemAt(source, path, remark);
  const shaped = checkShape(wholeScenario, source.data, at);
  const { data: draft } = scenarioDraft.safeParse(source.data);
  const problems = [
    ...source.problems,
    ...shaped.problems,
    ...(draft === undefined ? [] : checkScenario(draft, at)),
  ];
  return { fits: shaped.value !== undefined, problems };
}

describe('a scenario', () => {
  it('in one piece is the same as in three', () => {
    expect(check(whole)).toEqual({ fits: true, problems: [] });
  });

  it('with a slip of the finger anywhere is never answered with a crash, and never refused without a word', () => {
    const slip = record({
      at: integer({ min: 0, max: whole.length - 1 }),
      lost: integer({ min: 0, max: 30 }),
      typed: oneof(
        string({ maxLength: 3 }),
        constantFrom('  ', '\n', ': ', '- ', '*x', '{', ']', 'null', '?'),
      ),
    });
    assert(
      property(slip, ({ at, lost, typed }) => {
        const { fits, problems } = check(whole.slice(0, at) + typed + whole.slice(at + lost));
        expect(fits || problems.length > 0).toBe(true);
      }),
      { numRuns: 100 },
    );
  }, 60_000);
});
