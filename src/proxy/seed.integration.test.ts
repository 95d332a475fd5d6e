import { describe, expect, it } from 'vitest';
import { startWorld, talkTo } from './testing/world.ts';

/** Which of so many connections a toxic of half toxicity closes, and how latencies with jitter are ordered. */
async function drawn(seed: number): Promise<string> {
  const world = await startWorld(undefined, { seed });
  try {
    await world.toxic('limit_data', { bytes: 0 }, { toxicity: 0.5 });
    let pattern = '';
    for (let connection = 0; connection < 40; connection += 1) {
      const talk = talkTo(world.port);
      talk.say('x');
      pattern += await Promise.race([talk.heard('x').then(() => '.'), talk.ending.then(() => 'X')]);
      talk.hangUp();
    }
    return pattern;
  } finally {
    await world.stop();
  }
}

describe('the seed', () => {
  it('gives the same draws for the same traffic, others for another seed', async () => {
    const [once, again, other] = [await drawn(42), await drawn(42), await drawn(43)];
    expect(once).toBe(again);
    expect(once).not.toBe(other);
    expect(once).toMatch(/\./);
    expect(once).toMatch(/X/);
  });
});
