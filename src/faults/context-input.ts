import type { FaultSpec } from '../model/fault.ts';
import { FaultError } from './fault-error.ts';

/** The one attribute that the context service serves. */
export const contextAttribute = 'risk';

/** The attribute that says for which moment a value holds; a value without it is none. */
const timeStamp = 'asOf';

/** The decision input that an attribute of the context service feeds, as contracts name it. */
export function contextInput(attribute: string): string {
  return `context.${attribute === timeStamp ? contextAttribute : attribute}`;
}

/** @throws FaultError `unsupported` where a fault of context values is asked of a service that has none */
export function requireContextService(spec: FaultSpec): void {
  if (spec.on !== 'context-service') {
    throw new FaultError('unsupported', `${spec.type} is a fault of the context service, not of ${spec.on}`);
  }
}
