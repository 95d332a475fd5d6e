import { untrustedVariants } from './fault.ts';
import type { FaultSpec } from './fault.ts';

/**
 * Every row of fault × site that a complete library drills, whatever the contract: coverage is counted against it. Parameters
 * are examples; a row is known by the variant of its fault (`status-503`, `clock-skew-back`) and what that is put on.
 */
export const faultCatalogue: readonly FaultSpec[] = [
  // The policy service: it cannot be reached, answers too late, or gives something that is not an answer.
  { on: 'policy-service', type: 'refused' },
  { on: 'policy-service', type: 'black-hole' },
  { on: 'policy-service', type: 'latency', latencyMs: 1_000, jitterMs: 0 },
  { on: 'policy-service', type: 'drip', bytesPerSecond: 50 },
  { on: 'policy-service', type: 'sliced', pieceBytes: 8, pauseMs: 50 },
  { on: 'policy-service', type: 'reset' },
  { on: 'policy-service', type: 'half-answer', bytes: 60 },
  { on: 'policy-service', type: 'flapping', downMs: 500, upMs: 500 },
  ...[401, 403, 404, 429, 500, 503].map((status) => ({
    on: 'policy-service' as const,
    type: 'status' as const,
    status,
  })),
  { on: 'policy-service', type: 'redirect' },
  { on: 'policy-service', type: 'empty' },
  { on: 'policy-service', type: 'malformed' },
  { on: 'policy-service', type: 'wrong-content-type' },
  { on: 'policy-service', type: 'missing-attribute', attribute: 'decision' },
  { on: 'policy-service', type: 'wrong-type', attribute: 'decision' },
  { on: 'policy-service', type: 'other-answer' },
  { on: 'policy-service', type: 'endless' },
  { on: 'policy-service', type: 'paused' },
  { on: 'policy-service', type: 'credential-revoked' },
  { on: 'policy-service', type: 'credential-rotated' },

  // A decision input's source: it is not there, or what it says cannot be decided on.
  { on: 'context-service', type: 'refused' },
  { on: 'context-service', type: 'black-hole' },
  { on: 'context-service', type: 'latency', latencyMs: 1_000, jitterMs: 0 },
  { on: 'context-service', type: 'drip', bytesPerSecond: 50 },
  { on: 'context-service', type: 'reset' },
  { on: 'context-service', type: 'half-answer', bytes: 60 },
  { on: 'context-service', type: 'flapping', downMs: 500, upMs: 500 },
  { on: 'context-service', type: 'status', status: 500 },
  { on: 'context-service', type: 'malformed' },
  { on: 'context-service', type: 'frozen' },
  { on: 'context-service', type: 'missing-attribute', attribute: 'risk' },
  { on: 'context-service', type: 'wrong-type', attribute: 'risk' },
  { on: 'context-service', type: 'future', aheadMs: 60_000 },
  { on: 'context-service', type: 'partial', subjects: ['alice'] },
  { on: 'context-service', type: 'replayed', ageMs: 60_000 },

  // Where policy comes from: what is decided in the process goes on with what it has, for so long.
  { on: 'bundle-service', type: 'refused' },
  { on: 'bundle-service', type: 'black-hole' },
  { on: 'bundle-service', type: 'latency', latencyMs: 1_000, jitterMs: 0 },
  { on: 'bundle-service', type: 'reset' },
  { on: 'bundle-service', type: 'half-answer', bytes: 60 },
  { on: 'bundle-service', type: 'flapping', downMs: 500, upMs: 500 },
  { on: 'bundle-service', type: 'status', status: 404 },
  { on: 'bundle-service', type: 'status', status: 500 },
  { on: 'bundle-service', type: 'malformed' },
  { on: 'bundle-service', type: 'paused' },
  // It is there, and what it says is of the past or not its own.
  { on: 'bundle-service', type: 'frozen' },
  ...untrustedVariants.map((variant) => ({
    on: 'bundle-service' as const,
    type: 'untrusted-bundle' as const,
    variant,
  })),

  // Where decisions are recorded.
  { on: 'log-sink', type: 'refused' },
  { on: 'log-sink', type: 'black-hole' },
  { on: 'log-sink', type: 'latency', latencyMs: 1_000, jitterMs: 0 },
  { on: 'log-sink', type: 'status', status: 500 },
  { on: 'log-sink', type: 'status', status: 503 },
  { on: 'log-sink', type: 'flapping', downMs: 500, upMs: 500 },

  // The application's own processes.
  { on: 'app', type: 'killed' },
  { on: 'app', type: 'paused' },
  { on: 'app', type: 'clock-skew', skewMs: 60_000 },
  { on: 'app', type: 'clock-skew', skewMs: -60_000 },
];
