import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { program } from '../environment/fault-proxy/program.ts';
import type { FaultSpec } from '../model/fault.ts';
import { findToxiproxy } from '../proxy/testing/real-toxiproxy.ts';
import { startFaultWorld } from './testing/fault-world.ts';
import type { FaultWorld } from './testing/fault-world.ts';

/** On a machine that checks changes the original must be there: a check that is left out shows nothing. */
const toxiproxy = findToxiproxy();
const required = process.env['CI'] === 'true';

const specs: readonly FaultSpec[] = (['policy-service', 'context-service'] as const).flatMap((on) => [
  { type: 'refused', on },
  { type: 'black-hole', on },
  { type: 'latency', on, latencyMs: 300, jitterMs: 50 },
  { type: 'drip', on, bytesPerSecond: 100 },
  { type: 'drip', on, bytesPerSecond: 1_000 },
  { type: 'sliced', on, pieceBytes: 16, pauseMs: 20 },
  { type: 'reset', on },
  { type: 'half-answer', on, bytes: 20 },
  { type: 'flapping', on, downMs: 300, upMs: 100 },
  // Not the proxy's business, so as good with any.
  { type: 'redirect', on },
  { type: 'paused', on },
]);

describe.skipIf(toxiproxy === undefined && !required)('through the original Toxiproxy', () => {
  let world: FaultWorld;
  beforeAll(async () => {
    world = await startFaultWorld('toxiproxy-faults', program(toxiproxy));
  });
  afterAll(() => world.environment.stop());

  it('there are no leases', () => {
    expect(world.environment.faultProxy.capabilities.leases).toBe(false);
  });

  it.each(specs)('a fault is proved on and off by canaries: %j', async (spec) => {
    await expect(world.proveOnAndOff(spec)).resolves.toBeUndefined();
  });
});
