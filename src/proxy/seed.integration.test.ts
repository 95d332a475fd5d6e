import { describe, expect, it } from 'vitest';
import { startWorld, talkTo, type World } from './testing/world.ts';

/** Runs in a world of this seed. */
async function seeded(seed: number, run: (world: World) => Promise<string>): Promise<string> {
  const world = await startWorld(undefined, { seed });
  try {
    return await run(world);
  } finally {
    await world.stop();
  }
}

/** Which of forty connections a toxic of half toxicity closes. */
async function closedOnes(world: World): Promise<string> {
  await world.toxic('limit_data', { bytes: 0 }, { toxicity: 0.5 });
  let pattern = '';
  for (let connection = 0; connection < 40; connection += 1) {
    const talk = talkTo(world.port);
    talk.say('x');
    pattern += await Promise.race([talk.heard('x').then(() => '.'), talk.ending.then(() => 'X')]);
    talk.hangUp();
  }
  return pattern;
}

/** Into how many pieces, counted by the toxic behind it, a slicer cuts the same words on each of ten connections. */
async function pieces(world: World): Promise<string> {
  await world.toxic('slicer', { average_size: 10, size_variation: 9 });
  await world.toxic('noop');
  const counts: number[] = [];
  for (let connection = 0; connection < 10; connection += 1) {
    const talk = talkTo(world.port);
    talk.say('y'.repeat(300));
    await talk.heard('y'.repeat(300));
    talk.hangUp();
    const text = await (await fetch(`${world.url}/events`)).text();
    const page: { counters: { p: { toxics: { noop: { chunks: number } } } } } = JSON.parse(text);
    counts.push(page.counters.p.toxics.noop.chunks);
  }
  return counts.join();
}

describe.each([
  ['which connections a toxic works on', closedOnes],
  ['what it draws on each of them', pieces],
])('the seed decides %s', (_name, run) => {
  it('alike for the same traffic, otherwise for another seed', async () => {
    const once = await seeded(42, run);
    expect(await seeded(42, run)).toBe(once);
    expect(await seeded(43, run)).not.toBe(once);
    expect(new Set(once).size).toBeGreaterThan(1);
  });
});
