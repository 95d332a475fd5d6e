import type { JWTPayload } from 'jose';
import { z } from 'zod';
import type { Entity } from '../../engine/engine.ts';

/** What the identity provider says of a person, a service account or an agent. */
const claims = z.object({
  sub: z.string().min(1),
  type: z.enum(['User', 'ServiceAccount', 'Agent']).default('User'),
  roles: z.array(z.string()).default([]),
  department: z.string().optional(),
  /** The person on whose behalf an agent acts. */
  acts_for: z.string().optional(),
});

/** The subject that a token's claims speak of; undefined where they do not make one. */
export function callerOf(payload: JWTPayload): Entity | undefined {
  const parsed = claims.safeParse(payload);
  if (!parsed.success) return undefined;
  const { sub, type, roles, department, acts_for: actsFor } = parsed.data;
  return { type, id: sub, properties: { roles, department, actsFor } };
}
