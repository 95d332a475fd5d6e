import type { CanaryEvent } from '../model/event.ts';
import type { FaultSpec } from '../model/fault.ts';
import { faultFor } from './registry.ts';

/**
 * Whether a canary along a path that a fault held on, sent after the fault was taken away, proves it healed.
 * An answer that is sound and shows the fault nevertheless (a latency) proves nothing.
 */
export function showsHealed(
  spec: FaultSpec,
  canary: Pick<CanaryEvent, 'symptom' | 'sent' | 'received'>,
): boolean {
  return canary.symptom === 'ok' && !faultFor(spec).shows(spec, canary);
}
