import type { Environment } from '../environment/environment.ts';
import type { FaultEffect, FaultSpec } from '../model/fault.ts';
import { injectBehaviour } from './behaviour-part.ts';
import { contextInput } from './context-input.ts';
import { evaluationQuestion } from './evaluation-question.ts';
import type { InjectedFault } from './fault.ts';
import { FaultError } from './fault-error.ts';

/** A fault of one attribute of a service's answers. */
type AttributeFault = Extract<FaultSpec, { attribute: string }>;

/** The context service's attributes are decision inputs; a policy service without a decision says nothing at all. */
export function effectOnAttribute({ on, attribute }: AttributeFault): FaultEffect {
  return on === 'context-service'
    ? { kind: 'input-missing', input: contextInput(attribute) }
    : { kind: 'lying' };
}

/** @throws FaultError `unsupported` or `not-injected` */
export async function injectOnAttribute(
  spec: AttributeFault,
  environment: Environment,
  leaseMs: number,
): Promise<InjectedFault> {
  const { type, on, attribute } = spec;
  if (on !== 'context-service' && on !== 'policy-service') {
    throw new FaultError('unsupported', `the answers of ${on} have no attributes`);
  }
  // The policy service's metadata have no decision in them that could be spoilt.
  const ask = on === 'policy-service' ? () => evaluationQuestion(environment.services) : undefined;
  return injectBehaviour(spec, environment, { kind: type, attribute }, leaseMs, ask);
}
