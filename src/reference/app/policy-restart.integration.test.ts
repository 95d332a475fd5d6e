import { appendFile, readdir } from 'node:fs/promises';
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

const maxAgeMs = 10_000;
const polled = `  distribution: signed-bundle\n  pollEvery: 200ms\n  maxAge: ${maxAgeMs}ms\n`;

let world: PolicyWorld | undefined;
afterEach(async () => {
  await world?.stop();
  world = undefined;
});

describe('a replica that is restarted', () => {
  it('decides on the policy it had while the bundle service is down, and no longer than it would have without', async () => {
    world = await policyWorld(polled);
    const first = await world.start();
    await untilDecided(first, '200 local 1');
    const cutAt = performance.now();
    world.relay.set('cut');
    first.child.process.kill('SIGKILL');
    await first.child.exited;

    const second = await world.start();
    expect(says(second, 'policy-restored', '"revision":1')).toBe(true);
    let allowed = 0;
    for (;;) {
      const askedAt = performance.now();
      if ((await decided(second)) !== '200 local 1') break;
      expect(askedAt - cutAt).toBeLessThanOrEqual(maxAgeMs);
      allowed += 1;
    }
    expect(allowed).toBeGreaterThan(0);
    expect(await decided(second)).toBe('403 deny 1');

    world.relay.set('pass');
    await untilDecided(second, '200 local 1');
  });

  it('refuses a replayed bundle that was replaced before it was started', async () => {
    world = await policyWorld(polled);
    const first = await world.start();
    await untilDecided(first, '200 local 1');
    await world.publish('bad-allow');
    await untilDecided(first, '200 local 2');
    await first.child.stop();
    const lie = { kind: 'untrusted-bundle', variant: 'replayed', policy: 'forged', ttlMs: 60_000 };
    expect((await control(world.bundleService, 'PUT', '/control/behaviour', lie)).status).toBe(200);

    const second = await world.start();
    await untilSaid(second, 'policy-refused', '"code":"replayed"');
    expect(await decided(second)).toBe('200 local 2');
    await untilDecided(second, '403 deny 2');
  });

  it('takes a damaged state for none, says so, and gets itself a policy', async () => {
    world = await policyWorld(polled);
    const first = await world.start();
    await untilDecided(first, '200 local 1');
    await first.child.stop();
    world.relay.set('cut');
    for (const name of await readdir(world.state)) await appendFile(join(world.state, name), 'x');

    const second = await world.start();
    expect(says(second, 'policy-state-damaged')).toBe(true);
    expect(await decided(second)).toBe('403 deny 0');
    world.relay.set('pass');
    await untilDecided(second, '200 local 1');
  });

  it('is told of a newer policy before it goes by the one it had', async () => {
    world = await policyWorld(polled);
    const first = await world.start();
    await untilDecided(first, '200 local 1');
    await first.child.stop();
    const revision = await world.publish('bad-allow');
    const second = await world.start();
    await untilDecided(second, `200 local ${revision}`);
    expect(says(second, 'policy-restored', '"revision":1')).toBe(true);
  });
});
