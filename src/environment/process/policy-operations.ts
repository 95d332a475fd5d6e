import { z } from 'zod';
import { ChangeRefused } from '../environment.ts';
import type { PolicyOperations, PolicyOrder, PolicyPublication } from '../environment.ts';
import { controlCall, ControlCallFailed } from './control-call.ts';

/** Longest that a publication may take to be accepted. */
const acceptedWithinMs = 5_000;

/** In whose name a drill changes policies, unless it has to break the glass. */
const operator = 'authz-drill';

const ownerAnswer = z.object({ approvers: z.array(z.string()), breakGlass: z.array(z.string()) });
const publication = z.object({
  revision: z.int().positive(),
  policy: z.string(),
  by: z.string(),
  approvedBy: z.string().nullable(),
});
const refusal = z.object({ code: z.enum(['unapproved', 'not-permitted']), error: z.string() });

/**
 * Publications and rollbacks through the control port of the bundle service, in the names of those whom the contract has
 * named for it.
 */
export async function policyOperations(
  bundleControlUrl: string,
  signal: AbortSignal,
): Promise<PolicyOperations> {
  const owner = ownerAnswer.parse(await controlCall(`${bundleControlUrl}/control/owner`, { signal }));

  async function change(path: string, what: object, order: PolicyOrder): Promise<PolicyPublication> {
    const signed = signedBy(order, owner);
    try {
      const answer = await controlCall(`${bundleControlUrl}/control/${path}`, {
        method: 'POST',
        body: { ...what, ...signed, reason: order.reason },
        signal: AbortSignal.timeout(acceptedWithinMs),
      });
      return publication.parse(answer);
    } catch (thrown) {
      throw refusalOf(thrown, signed) ?? thrown;
    }
  }

  return {
    publish: (policy, order) => change('publications', { policy }, order),
    rollback: (to, order) => change('rollbacks', { to, breakGlass: order.breakGlass }, order),
    byRestart: false,
  };
}

/** Who orders, and who approves: whom the owner of the policy has named for it, as far as anybody was. */
function signedBy(
  { approvedBy, breakGlass }: PolicyOrder,
  owner: z.infer<typeof ownerAnswer>,
): Pick<PolicyPublication, 'by' | 'approvedBy'> {
  if (breakGlass) return { by: owner.breakGlass[0] ?? operator, approvedBy: null };
  return {
    by: operator,
    approvedBy: approvedBy ?? owner.approvers.find((name) => name !== operator) ?? null,
  };
}

function refusalOf(
  thrown: unknown,
  signed: Pick<PolicyPublication, 'by' | 'approvedBy'>,
): ChangeRefused | undefined {
  if (!(thrown instanceof ControlCallFailed) || thrown.status !== 403) return undefined;
  const { code, error } = refusal.parse(JSON.parse(thrown.body));
  return new ChangeRefused(code, error, signed);
}
