import { z } from 'zod';
import type { PolicyOperations } from '../environment.ts';
import { controlCall } from './control-call.ts';

const publication = z.object({ revision: z.int().positive(), policy: z.string() });

/** Longest that a publication may take to be accepted. */
const acceptedWithinMs = 5_000;

/** In whose name a drill changes policies; the bundle service records it. */
const approval = { by: 'authz-drill', approvedBy: 'authz-drill' };

/** Publications and rollbacks through the control port of the bundle service. */
export function policyOperations(bundleControlUrl: string): PolicyOperations {
  const order = async (path: string, body: object): Promise<z.infer<typeof publication>> =>
    publication.parse(
      await controlCall(`${bundleControlUrl}/control/${path}`, {
        method: 'POST',
        body: { ...body, ...approval },
        signal: AbortSignal.timeout(acceptedWithinMs),
      }),
    );
  return {
    publish: (policy, reason) => order('publications', { policy, reason }),
    rollback: (to, reason) => order('rollbacks', { to, reason }),
  };
}
