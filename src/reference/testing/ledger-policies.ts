import { readPolicyContent } from '../bundle-service/policy-content.ts';
import { createCedarEngine } from '../engine/cedar-engine.ts';
import type { Entity, PolicyEngine, PolicyFiles } from '../engine/engine.ts';
import { fixturePath } from '../service/fixtures.ts';
import { people, type Person } from './people.ts';

/** One of the ledger's policy contents, as it is published. */
export function ledgerPolicies(content: string): Promise<PolicyFiles> {
  return readPolicyContent(fixturePath('policies'), content);
}

/** An engine with one of the ledger's policy contents in force. */
export async function ledgerEngine(content: string): Promise<PolicyEngine> {
  const engine = createCedarEngine();
  await engine.activate(await ledgerPolicies(content));
  return engine;
}

/** One of the ledger's people, as a policy sees them. */
export function subjectOf(person: Person): Entity {
  const { type, ...claims } = people[person];
  return {
    type,
    id: person,
    properties: 'acts_for' in claims ? { ...claims, actsFor: claims.acts_for } : claims,
  };
}
