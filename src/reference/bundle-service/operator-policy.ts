import type { PolicyAnswer, PolicyEngine, PolicyFiles } from '../engine/engine.ts';
import type { Order } from './operation.ts';

/** The policy set that says who changes the policy itself. */
const controlSet = 'control';

/** What the policy in force says about changes of itself. */
export interface OperatorPolicy {
  /** Makes a content the one in force. One whose rules cannot be read permits nobody anything. One call at a time. */
  enforce(content: PolicyFiles): Promise<void>;
  ask(order: Pick<Order, 'action' | 'by'>): PolicyAnswer;
}

/**
 * Asks the `control` set of a policy content.
 * @param policy name of the policy that is changed
 */
export function createOperatorPolicy(policy: string): OperatorPolicy {
  let engine: PolicyEngine | undefined;
  let unreadable: string | undefined = 'no policy is in force';
  return {
    async enforce(content) {
      try {
        engine ??= await loadEngine();
        await engine.activate(content);
        unreadable = undefined;
      } catch (thrown) {
        unreadable = thrown instanceof Error ? thrown.message : String(thrown);
      }
    },
    ask({ action, by }) {
      if (engine === undefined || unreadable !== undefined)
        return { outcome: 'deny', reason: unreadable ?? '' };
      return engine.decide(controlSet, {
        subject: { type: 'Operator', id: by, properties: {} },
        action: `policy:${action}`,
        resource: { type: 'Policy', id: policy, properties: {} },
        context: {},
      });
    },
  };
}

/** Only now: it takes longer than all else that the service does at its start, and nobody waits for it there. */
async function loadEngine(): Promise<PolicyEngine> {
  const { createCedarEngine } = await import('../engine/cedar-engine.ts');
  return createCedarEngine(new Set([controlSet]));
}
