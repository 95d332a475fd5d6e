import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { DependencyPath } from '../environment/environment.ts';
import type { JournalEvent } from '../model/event.ts';
import type { CanaryWatch } from './canary-watch.ts';
import { watchPaths } from './canary-watch.ts';
import type { Stage } from './stage.ts';
import { drillPlan } from './testing/drill-plan.ts';
import type { FakeWorld } from './testing/fake-environment.ts';
import { fakeWorld } from './testing/fake-environment.ts';
import { fakeStage } from './testing/fake-stage.ts';

let world: FakeWorld;
let stage: Stage;
let events: readonly JournalEvent[];
let watch: CanaryWatch;
/** Paths that a fault is on. */
let faulted: Set<string>;
/** How long canaries along a path take by the clock of the journal. */
let slow: Map<string, number>;

beforeEach(async () => {
  world = fakeWorld();
  faulted = new Set();
  slow = new Map();
  const made = await fakeStage(world, drillPlan('.', []), { watchEveryMs: 5 });
  ({ events } = made);
  const { instruments } = made.stage;
  stage = {
    ...made.stage,
    instruments: {
      ...instruments,
      sendCanary: async (path, timeoutMs, now) => {
        const canary = await instruments.sendCanary(path, timeoutMs, now);
        return { ...canary, received: canary.sent + (slow.get(path.name) ?? 1) };
      },
    },
  };
  watch = watchPaths(stage, {
    isFaulted: ({ name }: DependencyPath) => faulted.has(name),
    changesOf: () => 0,
  });
});
afterEach(async () => {
  await watch.stop();
  await stage.environment.stop();
});

describe('the canaries in the background', () => {
  it('go along every path until all are known to be sound', async () => {
    expect(watch.troubles()).toHaveLength(stage.environment.paths.length);
    await expect.poll(() => watch.troubles()).toEqual([]);
    expect(sources('canary')).toContain('r1.log-sink');
    expect(events.filter(({ type }) => type === 'stall')).toEqual([]);
  });

  it('tell of a path that is broken without a fault', async () => {
    world.faulty.canary = 'status 500';
    await expect.poll(() => watch.troubles()).toContain('path r0.bundle-service: status 500');
  });

  it('make a stall of an answer that took long', async () => {
    slow.set('r0.bundle-service', 90);
    await expect
      .poll(() => events.find(({ type }) => type === 'stall'))
      .toMatchObject({
        source: 'canary r0.bundle-service',
        stalledMs: 90,
      });
    expect(sources('stall')).not.toContain('canary r1.bundle-service');
  });

  it('leave paths with a fault alone', async () => {
    faulted.add('r0.policy-service');
    slow.set('r0.policy-service', 90);
    await expect.poll(() => watch.troubles()).toEqual(['path r0.policy-service: no canary yet']);
    expect(sources('canary')).not.toContain('r0.policy-service');
  });

  it('conclude nothing from an answer during which a fault came or went', async () => {
    await watch.stop();
    const seen = events.length;
    slow.set('r0.policy-service', 90);
    let changes = 0;
    watch = watchPaths(stage, { isFaulted: () => false, changesOf: () => changes++ });
    await expect.poll(() => events.length).toBeGreaterThan(seen + stage.environment.paths.length);
    expect(watch.troubles()).toHaveLength(stage.environment.paths.length);
    expect(sources('stall')).toEqual([]);
  });
});

function sources(type: 'canary' | 'stall'): readonly string[] {
  return events.flatMap((event) => {
    if (event.type !== type) return [];
    return event.type === 'stall' ? event.source : event.path;
  });
}
