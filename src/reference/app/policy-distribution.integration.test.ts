import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { control } from '../testing/ask.ts';
import {
  decided,
  policyWorld,
  says,
  untilDecided,
  untilSaid,
  type PolicyWorld,
} from '../testing/policy-world.ts';
import { until } from '../testing/world.ts';

let world: PolicyWorld | undefined;
afterEach(async () => {
  await world?.stop();
  world = undefined;
});

const behave = (kind: object): Promise<Response> | undefined =>
  world && control(world.bundleService, 'PUT', '/control/behaviour', { ...kind, ttlMs: 60_000 });

describe('a replica that polls', () => {
  it('does not take what a frozen service repeats for confirmation, and expires', async () => {
    world = await policyWorld('  distribution: signed-bundle\n  pollEvery: 100ms\n  maxAge: 1500ms\n');
    const replica = await world.start();
    await untilDecided(replica, '200 local 1');
    await behave({ kind: 'frozen' });
    await untilDecided(replica, '403 deny 1');
    await untilSaid(replica, 'policy-not-confirmed', '"code":"repeated"');
    await control(world.bundleService, 'DELETE', '/control/behaviour');
    await untilDecided(replica, '200 local 1');
    expect(says(replica, 'policy-refused')).toBe(false);
  });

  it('reports what it has in force', async () => {
    world = await policyWorld('  distribution: signed-bundle\n  pollEvery: 100ms\n  maxAge: 30s\n');
    const replica = await world.start();
    const { bundleService } = world;
    const reported = async (): Promise<string> =>
      (await control(bundleService, 'GET', '/control/status')).text();
    await untilDecided(replica, '200 local 1');
    await world.publish('bad-allow');
    await until(async () => (await reported()).includes('"active_revision":"2"'));
    expect(await reported()).toContain('"id":"r0"');
  });
});

describe('a replica that waits at the bundle service', () => {
  const longPoll = '  distribution: signed-bundle\n  pollEvery: 50s\n  longPoll: 20s\n  maxAge: 55s\n';

  it('has a new policy long before its next poll would be due, as often as there is one', async () => {
    world = await policyWorld(longPoll);
    const replica = await world.start();
    await untilDecided(replica, '200 local 1');
    const startedAt = performance.now();
    await world.publish('bad-allow');
    await untilDecided(replica, '200 local 2');
    await world.rollback(1);
    await untilDecided(replica, '200 local 3');
    await world.publish('bad-deny');
    await untilDecided(replica, '200 local 4');
    // Three polls would have taken at least that long, three long polls that nobody answers at least 60 s.
    expect(performance.now() - startedAt).toBeLessThan(40_000);
  });

  it('verifies what comes by that way as any other', async () => {
    world = await policyWorld(longPoll);
    const replica = await world.start();
    await untilDecided(replica, '200 local 1');
    await behave({ kind: 'untrusted-bundle', variant: 'unsigned', policy: 'forged' });
    // Whoever waits is told at once, and is told a lie.
    await untilSaid(replica, 'policy-refused', '"code":"unsigned"');
    expect(await decided(replica)).toBe('200 local 1');
  });
});

describe('a replica whose policy comes with the release', () => {
  it('takes a new file up when it is restarted, and stays with the last that it could believe', async () => {
    world = await policyWorld('  distribution: release\n  pollEvery: 1s\n  maxAge: 1s\n');
    const { bundleService, state } = world;
    const file = join(state, 'release.tar.gz');
    const build = async (): Promise<void> => {
      const served = await fetch(`${bundleService.url}/bundles/ledger`);
      await writeFile(file, Buffer.from(await served.arrayBuffer()));
    };
    const env = { LEDGER_BUNDLE_FILE: file };
    await build();
    const first = await world.start(env);
    expect(await decided(first)).toBe('200 local 1');
    await world.publish('bad-allow');
    await build();
    expect(await decided(first)).toBe('200 local 1');
    await first.child.stop();
    const second = await world.start(env);
    expect(await decided(second)).toBe('200 local 2');
    await second.child.stop();
    await behave({ kind: 'untrusted-bundle', variant: 'altered', policy: 'forged' });
    await build();
    const third = await world.start(env);
    await untilSaid(third, 'policy-refused', '"code":"altered-file"');
    expect(await decided(third)).toBe('200 local 2');
    expect(world.relay.connections()).toBe(0);
  });
});

describe('a replica that fetches its policy when a decision needs it', () => {
  it('has a new policy with some decision, and expires where nobody answers', async () => {
    world = await policyWorld('  distribution: runtime-fetch\n  pollEvery: 100ms\n  maxAge: 2s\n');
    const replica = await world.start();
    await untilDecided(replica, '200 local 1');
    await world.publish('bad-allow');
    await untilDecided(replica, '200 local 2');
    world.relay.set('cut');
    await untilDecided(replica, '403 deny 2');
    world.relay.set('pass');
    await untilDecided(replica, '200 local 2');
    expect(says(replica, 'policy-refused')).toBe(false);
  });
});
