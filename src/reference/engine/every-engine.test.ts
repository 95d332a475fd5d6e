import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { fixturePath } from '../service/fixtures.ts';
import { everyQuestion } from '../testing/every-question.ts';
import { ledgerPolicies } from '../testing/ledger-policies.ts';
import type { PolicyEngine, PolicyQuestion } from './engine.ts';
import { withoutEngineTwin } from './engine-twins.ts';
import { createEngine, engineNames } from './engines.ts';

const sets = ['local', 'coarse'] as const;
const wanted = new Set<string>(sets);
/**
 * What is asked of a set, without a context, which none of these sets reads anything of; of all else a few questions are
 * enough, which nobody lets through.
 */
const actionsOf: Readonly<Record<string, readonly string[]>> = {
  local: ['invoice:list', 'payment:approve'],
  coarse: ['report:export'],
};
const contents = await contentsThatDiffer();

/** Contents with something of their own in a set that is decided in the process, and the good one. */
async function contentsThatDiffer(): Promise<readonly string[]> {
  const folder = fixturePath('policies');
  const names = (await readdir(folder)).toSorted();
  const own = await Promise.all(
    names.map(async (name) => {
      const folders = new Set<string>(await readdir(join(folder, name)));
      return sets.some((set) => folders.has(set)) ? [name] : [];
    }),
  );
  return own.flat();
}

async function questionsOf(set: string): Promise<readonly PolicyQuestion[]> {
  const all = await everyQuestion();
  return all.filter(
    ({ action, context }, n) =>
      (actionsOf[set]?.includes(action) === true && Object.keys(context).length === 0) || n % 25 === 0,
  );
}

async function engines(content: string): Promise<readonly PolicyEngine[]> {
  const files = await ledgerPolicies(content);
  return Promise.all(
    engineNames.map(async (name) => {
      const engine = await createEngine(name, wanted);
      await engine.activate(files);
      return engine;
    }),
  );
}

/** What the engines say, if they do not all say the same. */
function disagreement(all: readonly PolicyEngine[], set: string, question: PolicyQuestion): unknown {
  const answers = all.map((engine) => engine.decide(set, question));
  return new Set(answers.map(({ outcome }) => outcome)).size === 1
    ? undefined
    : { set, question: JSON.stringify(question), answers };
}

/** The names of rules, of which casbin tells the first that forbade or the last that permitted. */
function ruleNames(reason: string): readonly string[] {
  return /^(request|the policies failed|policy \S+ failed)/.test(reason) ? [] : reason.split(' ');
}

describe('every engine says the same', () => {
  let asked: readonly (readonly [set: string, question: PolicyQuestion])[];
  beforeAll(async () => {
    const ofSets = await Promise.all(
      sets.map(async (set) => (await questionsOf(set)).map((question) => [set, question] as const)),
    );
    asked = ofSets.flat();
  });

  it.each(contents)('to every question of the ledger, under %s', async (content) => {
    const all = await engines(content);
    const differing = asked.flatMap(([set, question]) => disagreement(all, set, question) ?? []);
    expect(differing.slice(0, 3)).toEqual([]);
  });

  it('to questions of which some are allowed', async () => {
    const [cedar] = await engines('good');
    for (const wantedSet of sets) {
      const allowed = asked.filter(
        ([set, question]) => set === wantedSet && cedar?.decide(set, question).outcome === 'allow',
      );
      expect(allowed.length).toBeGreaterThan(5);
    }
  });

  it('and gives rules of the same names for it', async () => {
    const [cedar, wasm, casbin] = await engines('good');
    for (const [set, question] of asked) {
      const names = ruleNames(cedar?.decide(set, question).reason ?? '');
      if (names.length === 0) continue;
      expect(ruleNames(wasm?.decide(set, question).reason ?? '')).toEqual(names);
      const named = ruleNames(casbin?.decide(set, question).reason ?? '');
      expect(names.join(' ')).toContain(named.join(' '));
    }
  });

  it('to questions that are made up, with attributes that are missing or of another type', async () => {
    const all = await engines('good');
    const odd = fc.oneof(
      fc.constantFrom<unknown>(null, undefined, true, false, 'alice', 'finance', [], {}, ['finance', 7]),
      fc.array(
        fc.constantFrom('finance', 'clerk', 'auditor', 'approver', 'contractor', 'billing', '', '\0', 'é'),
      ),
      fc.jsonValue({ maxDepth: 2 }),
    );
    const properties = fc.dictionary(
      fc.constantFrom(
        'roles',
        'department',
        'actsFor',
        'restricted',
        'requestedBy',
        'id',
        'type',
        'toString',
      ),
      odd,
      { maxKeys: 6 },
    );
    const entity = (types: readonly string[], ids: readonly string[]) =>
      fc.record({ type: fc.constantFrom(...types), id: fc.constantFrom(...ids), properties });
    const question = fc.record({
      subject: entity(
        ['User', 'User', 'ServiceAccount', 'Agent', 'Robot', 'toString', ''],
        ['alice', 'bob', 'mallory', 'victor', 'svc-billing', 'copilot', '', "o'neill"],
      ),
      action: fc.constantFrom('invoice:list', 'payment:approve', 'report:export', 'invoice:read', 'toString'),
      resource: entity(['Ledger', 'Payment', 'Report', 'Invoice'], ['main', 'p-1', 'r-1']),
      context: fc.dictionary(fc.constantFrom('risk', 'data', 'suspended'), odd, { maxKeys: 3 }),
    });
    fc.assert(
      fc.property(fc.constantFrom(...sets), question, (set, made) => {
        expect(disagreement(all, set, made)).toBeUndefined();
      }),
      { numRuns: 1_000 },
    );
  });
});

it.each(engineNames)(
  'every content of which %s would notice something in Cedar has a twin for it',
  async (name) => {
    const folder = fixturePath('policies');
    expect(await withoutEngineTwin(folder, await readdir(folder), sets, name)).toEqual([]);
  },
);
