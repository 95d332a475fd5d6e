import type { Connections } from '../app/connections.ts';
import type { Parts } from '../app/decide/parts.ts';
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
  if (id === undefined) return parts;
  const defect = Object.hasOwn(defects, id) ? defects[id] : undefined;
  if (defect === undefined)
    throw new Error(`there is no seeded defect ${id}; there are ${defectIds.join(', ')}`);
  const { seed } = await defect.load();
  return seed(parts, connections);
}
