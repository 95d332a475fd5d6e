import type { Mode, Outcome } from '../model/decision.ts';
import { modes, outcomes } from '../model/decision.ts';
import type { ObservationEvent } from '../model/event.ts';

/**
 * What `event-schema.ts` asks of an observation, by hand and many times as fast: nearly every line of a journal
 * is one. A property test holds the two together.
 */
export function isObservation(value: unknown): value is ObservationEvent {
  if (!isObject(value)) return false;
  let required = 0;
  for (const key of Object.keys(value)) {
    const field = value[key];
    switch (key) {
      case 'type':
        if (field !== 'observation') return false;
        required++;
        break;
      case 'id':
      case 'cell':
        if (!isCount(field)) return false;
        required++;
        break;
      case 'replica':
        if (typeof field !== 'string') return false;
        required++;
        break;
      case 'intended':
      case 'sent':
      case 'received':
        if (!Number.isFinite(field)) return false;
        required++;
        break;
      case 'outcome':
        if (!knownOutcomes.has(field)) return false;
        required++;
        break;
      case 'status':
      case 'revision':
        if (!isCount(field)) return false;
        break;
      case 'mode':
        if (!knownModes.has(field)) return false;
        break;
      case 'source':
        if (field !== 'k6') return false;
        break;
      case 'ageMs':
      case 'tookMs':
        if (!Number.isFinite(field)) return false;
        break;
      case 'decisionId':
      case 'reason':
      case 'error':
        if (typeof field !== 'string') return false;
        break;
      case 'exposed':
        if (!Array.isArray(field) || !field.every((item) => typeof item === 'string')) return false;
        break;
      default:
        return false;
    }
  }
  return required === 8;
}

const knownOutcomes: ReadonlySet<unknown> = new Set<Outcome>(outcomes);
const knownModes: ReadonlySet<unknown> = new Set<Mode>(modes);

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

function isCount(value: unknown): boolean {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
}
