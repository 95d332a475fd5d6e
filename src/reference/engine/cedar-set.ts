import {
  preparsePolicySet,
  preparseSchema,
  type DetailedError,
  type SchemaJson,
} from '@cedar-policy/cedar-wasm/nodejs';
import type { takeTurns } from '../service/take-turns.ts';
import { cedarShape, type CedarShape } from './cedar-shape.ts';
import { PolicyRejected } from './engine.ts';
import { messages, type ExaminedSet } from './examine-set.ts';
import { dataAttribute, type PolicyData } from './policy-data.ts';
import { nameOf, type Policy } from './policy-name.ts';

/** One policy set, parsed and held by the library. */
export interface CedarSet {
  /** Name of its schema in the library. */
  readonly schema: string;
  readonly shape: CedarShape;
  readonly shards: readonly CedarShard[];
  /** What the actions that read it are given as `context.data`. */
  readonly data: PolicyData | undefined;
  readonly readsData: ReadonlySet<string>;
}

/** Some of a set's policies, under the id that the library knows them by. */
export interface CedarShard {
  readonly id: string;
  /** What a policy is called, by the id that the library gives it. */
  nameOf(policyId: string): string;
}

/**
 * Policies that are parsed in one call. The library parses a thousand in some 30 ms if its code is optimised and in
 * three times that if it is not, and nothing can be decided meanwhile.
 */
const shardSize = 100;

/** Has the library parse and hold a set under names that begin with `id`, letting others have their turns. */
export async function holdSet(
  examined: ExaminedSet,
  id: string,
  turn: ReturnType<typeof takeTurns>,
): Promise<CedarSet> {
  accept(preparseSchema(id, examined.schema));
  const shards: CedarShard[] = [];
  // One shard at the least: a set without policies knows its schema, and denies.
  do {
    await turn();
    const start = shards.length * shardSize;
    shards.push(holdShard(examined.policies.slice(start, start + shardSize), `${id}/${shards.length}`));
  } while (shards.length * shardSize < examined.policies.length);
  const { shape, readsData } = shapeOf(examined.schema);
  return { schema: id, shape, shards, data: examined.data, readsData };
}

/** As one text, which the library parses three times faster than many; it numbers the policies in their order. */
function holdShard(policies: readonly Policy[], id: string): CedarShard {
  accept(preparsePolicySet(id, { staticPolicies: policies.map(({ text }) => text).join('\n') }));
  const names = new Map<string, string>();
  return {
    id,
    nameOf(policyId) {
      const known = names.get(policyId);
      if (known !== undefined) return known;
      const policy = policies[Number(policyId.slice('policy'.length))];
      const name = policy === undefined ? policyId : nameOf(policy);
      names.set(policyId, name);
      return name;
    },
  };
}

/** The facts of a set are never the caller's to say: the attribute is taken out of what a question may bring. */
function shapeOf(schema: SchemaJson<string>): Pick<CedarSet, 'shape' | 'readsData'> {
  const { entities, contexts } = cedarShape(schema);
  const readsData = new Set<string>();
  const allowed = new Map<string, ReadonlySet<string>>();
  for (const [action, names] of contexts) {
    if (names.has(dataAttribute)) readsData.add(action);
    allowed.set(action, new Set([...names].filter((name) => name !== dataAttribute)));
  }
  return { shape: { entities, contexts: allowed }, readsData };
}

function accept(answer: { type: 'success' } | { type: 'failure'; errors: DetailedError[] }): void {
  if (answer.type === 'failure') throw new PolicyRejected(messages(answer.errors));
}
