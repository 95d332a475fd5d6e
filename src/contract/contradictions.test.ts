import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { loadContract, readContract } from './load.ts';
import { readYaml } from './yaml-source.ts';

const file = 'fixtures/ledger/contract.yaml';
const text = readFileSync(file, 'utf8');

/** What is found in the ledger's contract, whose times are set here, once some of its text is replaced. */
function foundWith(...changes: readonly (readonly [from: string, to: string])[]) {
  let changed = text
    .replace(/(pollEvery: \d+s\n  maxAge:) \d+s/, '$1 4s')
    .replace(/mode: cache, maxAge: \d+s/, 'mode: cache, maxAge: 3s')
    .replace(/bound: \d+s/, 'bound: 5s');
  for (const [from, to] of changes) {
    expect(changed).toContain(from);
    changed = changed.replace(from, to);
  }
  const { problems } = readContract(readYaml(file, changed));
  return problems.map(({ severity, code, message }) => `${severity} ${code}: ${message}`);
}

describe('a contract that outlives its own revocation bound', () => {
  it('is refused where a cut-off replica decides on a bundle older than that', () => {
    const older = foundWith(['maxAge: 4s', 'maxAge: 6s']);
    expect(older).toEqual([
      expect.stringContaining('error contradiction: a replica without contact may decide'),
    ]);
    expect(foundWith(['maxAge: 4s', 'maxAge: 5s'])).toEqual([]);
  });

  it('is warned of where a cut-off replica keeps its bundle for ever', () => {
    const kept = foundWith(['maxAge: 4s', 'maxAge: 6s'], ['onExpired: deny', 'onExpired: keep']);
    expect(kept).toEqual([expect.stringContaining('warning contradiction: a replica without contact keeps')]);
  });

  it('is refused where a cached decision is older than that', () => {
    expect(foundWith(['mode: cache, maxAge: 3s', 'mode: cache, maxAge: 6s'])).toEqual([
      'error contradiction: a cached allow may be 6 s old, but a revoked subject must be out after 5 s',
    ]);
  });

  it('is refused where nobody asks for policy as often as that', () => {
    const slow = foundWith(
      ['pollEvery: 1s', 'pollEvery: 2s'],
      ['maxAge: 4s', 'maxAge: 2s'],
      ['mode: cache, maxAge: 3s', 'mode: cache, maxAge: 1s'],
      ['bound: 5s', 'bound: 1s'],
    );
    expect(slow.filter((one) => one.includes('asks for policy only every 2 s'))).toHaveLength(1);
  });

  it('is warned of where only old tokens could tell, because policy comes with the release', () => {
    const released = ['distribution: signed-bundle', 'distribution: release'] as const;
    expect(foundWith(released)).toEqual([
      'warning contradiction: "subject.roles" may come from a token 5 min old, but a revoked subject must be out after 5 s',
    ]);
    expect(foundWith(released, ['local: true, maxAge: 5m', 'local: true, maxAge: 5s'])).toEqual([]);
    expect(foundWith(released, ['local: true, maxAge: 5m', 'local: true'])).toEqual([
      expect.stringContaining('a token of any age'),
    ]);
  });
});

describe('a contract that cannot be kept', () => {
  it('waits longer than it may answer', () => {
    expect(foundWith(['budget: 500ms', 'budget: 400ms'])).toEqual([
      expect.stringContaining('error contradiction: "payment:approve" may wait 450 ms'),
    ]);
  });

  it('asks elsewhere for what comes with the question', () => {
    expect(foundWith(['from: risk-service', 'from: token'])).toEqual([
      'error contradiction: the input "context.risk" comes with the token, yet it is said to come from elsewhere',
    ]);
  });

  it('names an input or an obligation that nobody declares', () => {
    expect(foundWith(['uses: [subject.roles, context.risk]', 'uses: [context.toString]'])).toEqual([
      'error undeclared: the input "context.toString" is not declared',
    ]);
    expect(foundWith(['obligations: [redact]', 'obligations: [toString]'])).toEqual([
      'error undeclared: the obligation "toString" is not declared',
    ]);
  });
});

describe('a contract that can be kept and hardly be meant', () => {
  it.each([
    ['a credential that lives for months', 'lifetime: 15m', 'lifetime: 2160h', 'lives for'],
    ['a high risk that degrades', 'risk: mid', 'risk: high', 'goes on by the coarser policy "coarse"'],
    ['a high risk on an input that is ignored', 'onStale: deny', 'onStale: ignore', 'which is ignored'],
  ])('is warned of: %s', (_what, from, to, says) => {
    expect(foundWith([from, to])).toEqual([expect.stringMatching(`^warning contradiction: .*${says}`)]);
  });
});

/** The same where a replica waits at the bundle service for so long. */
function waiting(longPoll: string) {
  return foundWith(['pollEvery: 1s', `pollEvery: 1s\n  longPoll: ${longPoll}`]);
}

describe('a contract whose replicas wait at the bundle service', () => {
  it('is refused where its policy would expire between two answers that are held back', () => {
    expect(waiting('1s')).toEqual([]);
    expect(waiting('2s')).toEqual([expect.stringMatching(/^error contradiction: .* it expires in between$/)]);
    expect(waiting('10s')).toEqual([expect.stringContaining('no older than 4 s: it expires in between')]);
  });

  it('is refused where that takes no whole seconds', () => {
    expect(waiting('1500ms')).toEqual([expect.stringContaining('whole seconds, not 1.5 s')]);
  });

  it('is warned of where it does not ask for bundles', () => {
    const found = foundWith(
      ['distribution: signed-bundle', 'distribution: runtime-fetch'],
      ['pollEvery: 1s', 'pollEvery: 1s\n  longPoll: 9s'],
    );
    expect(found).toEqual([
      expect.stringContaining('warning contradiction: a policy that is distributed as'),
    ]);
  });
});

describe('the variants of the ledger’s contract', () => {
  const folder = 'fixtures/ledger/contracts';
  const differences: Readonly<Record<string, object>> = {
    'expired-degrade': { policy: { onExpired: 'degrade' } },
    'expired-keep': { policy: { onExpired: 'keep' } },
    'inputs-ignored': {
      inputs: { 'context.risk': { onStale: 'ignore', onMissing: 'ignore' } },
      actions: { 'payment:approve': { risk: 'mid' } },
    },
    'long-poll': { policy: { longPollMs: 1_000, rollback: { objectiveMs: 1_500 } } },
    release: {
      policy: { distribution: 'release', rollback: { objectiveMs: 6_000 } },
      revocation: { boundMs: 300_000 },
    },
    'runtime-fetch': { policy: { distribution: 'runtime-fetch' } },
    'short-credential': { policyService: { credential: { lifetimeMs: 2_000 } } },
    'sink-deny': { decisionLog: { whenSinkDown: 'deny' } },
    'sink-drop': { decisionLog: { whenSinkDown: 'drop', maxLoss: 200 } },
  };

  it('are all held against it', () => {
    expect(readdirSync(folder).toSorted()).toEqual(Object.keys(differences).map((name) => `${name}.yaml`));
  });

  it.each(Object.entries(differences))(
    '%s differs in nothing but what it is there for',
    async (name, difference) => {
      const [original, variant] = await Promise.all([
        loadContract(file),
        loadContract(`${folder}/${name}.yaml`),
      ]);
      expect(variant.problems).toEqual([]);
      expect(variant.contract).toEqual(withDifference(original.contract, difference));
    },
  );
});

/** A value with the parts of another laid over it. */
function withDifference(value: unknown, difference: object): unknown {
  const changed = Object.entries(difference).map(([key, part]: [string, unknown]): [string, unknown] => [
    key,
    typeof part === 'object' && part !== null ? withDifference(Reflect.get(Object(value), key), part) : part,
  ]);
  return { ...Object(value), ...Object.fromEntries(changed) };
}
