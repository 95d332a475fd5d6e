import type { Connections } from '../app/connections.ts';
import type { Parts } from '../app/decide/parts.ts';
import type { PolicyParts } from '../policy/policy-parts.ts';
import type { Seeds } from './defect.ts';
import { defectIds, defects } from './registry.ts';

/**
 * The parts with one defect in them; the sound parts where none is asked for.
 * @throws Error when there is no such defect
 */
export async function seedDefect(
  id: string | undefined,
  parts: Parts,
  connections: Connections,
): Promise<Parts> {
  const { seed } = await findDefect(id);
  return seed?.(parts, connections) ?? parts;
}

/**
 * Puts one defect into what a replica's policy is kept by, as far as it is one of that.
 * @throws Error when there is no such defect
 */
export async function policySeeder(
  id: string | undefined,
  replica: string,
): Promise<(parts: PolicyParts) => PolicyParts> {
  const { seedPolicy } = await findDefect(id);
  return (parts) => seedPolicy?.(parts, replica) ?? parts;
}

async function findDefect(id: string | undefined): Promise<Seeds> {
  if (id === undefined) return {};
  const defect = Object.hasOwn(defects, id) ? defects[id] : undefined;
  if (defect === undefined)
    throw new Error(`there is no seeded defect ${id}; there are ${defectIds.join(', ')}`);
  return defect.load();
}
