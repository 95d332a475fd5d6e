import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { DecisionRecord } from './decision-log.ts';
import { createShipper } from './shipper.ts';

const record = (n: number): DecisionRecord => ({
  decisionId: String(n),
  timestamp: '',
  replica: 'r0',
  subject: 'alice',
  action: 'a',
  resource: 'r',
  inputs: {},
  outcome: 'allow',
  mode: 'local',
  policyRevision: 1,
  obligations: [],
  reason: '',
});

/** A shipper whose sink is up or down as the test wants. */
function setUp(whenSinkDown: 'buffer' | 'drop' | 'deny' = 'buffer') {
  const sink = { up: true, attempts: 0, taken: [] as string[], batches: [] as number[] };
  const troubles: string[] = [];
  const shipper = createShipper({
    whenSinkDown,
    onTrouble: (event) => troubles.push(event),
    async send(batch) {
      sink.attempts++;
      if (!sink.up) throw new Error('refused');
      sink.batches.push(batch.length);
      sink.taken.push(...batch.map(({ decisionId }) => decisionId));
    },
  });
  return { shipper, sink, troubles };
}

const ids = (count: number): string[] => Array.from({ length: count }, (_, n) => String(n));

describe('shipping the decision log', () => {
  beforeEach(() => vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] }));
  afterEach(() => vi.useRealTimers());

  it('gathers records for a moment and sends them together, in order', async () => {
    const { shipper, sink } = setUp();
    for (let n = 0; n < 3; n++) shipper.append(record(n));
    expect(sink.attempts).toBe(0);
    await vi.advanceTimersByTimeAsync(200);
    expect([sink.batches, sink.taken]).toEqual([[3], ids(3)]);
    shipper.append(record(3));
    await vi.advanceTimersByTimeAsync(200);
    expect(sink.taken).toEqual(ids(4));
  });

  it('sends large numbers in batches, one after the other', async () => {
    const { shipper, sink } = setUp();
    for (let n = 0; n < 1_200; n++) shipper.append(record(n));
    await vi.advanceTimersByTimeAsync(400);
    expect(sink.batches).toEqual([500, 500, 200]);
    expect(sink.taken).toEqual(ids(1_200));
  });

  it('keeps everything while the sink is down, and asks it ever more rarely', async () => {
    const { shipper, sink, troubles } = setUp();
    sink.up = false;
    for (let n = 0; n < 50; n++) {
      shipper.append(record(n));
      await vi.advanceTimersByTimeAsync(200);
    }
    expect(sink.attempts).toBeLessThan(35);
    expect(shipper.accepting()).toBe(false);
    expect(troubles).toEqual(['log-not-sent']);
    sink.up = true;
    await vi.advanceTimersByTimeAsync(1_100);
    expect(sink.taken).toEqual(ids(50));
    expect(shipper.accepting()).toBe(true);
  });

  it('loses what cannot be sent only where the contract drops it', async () => {
    const { shipper, sink } = setUp('drop');
    sink.up = false;
    shipper.append(record(0));
    await vi.advanceTimersByTimeAsync(150);
    sink.up = true;
    shipper.append(record(1));
    await vi.advanceTimersByTimeAsync(2_000);
    expect(sink.taken).toEqual(['1']);
  });

  it('keeps everything where the contract denies meanwhile, and takes it up again by itself', async () => {
    const { shipper, sink } = setUp('deny');
    sink.up = false;
    shipper.append(record(0));
    expect(shipper.accepting()).toBe(true);
    await vi.advanceTimersByTimeAsync(150);
    expect(shipper.accepting()).toBe(false);
    await vi.advanceTimersByTimeAsync(60_000);
    sink.up = true;
    await vi.advanceTimersByTimeAsync(500);
    expect(shipper.accepting()).toBe(true);
    expect(sink.taken).toEqual(['0']);
  });

  it('sends what is left when it is closed', async () => {
    const { shipper, sink } = setUp();
    shipper.append(record(0));
    await shipper.close();
    expect(sink.taken).toEqual(['0']);
  });
});
