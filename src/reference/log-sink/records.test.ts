import { describe, expect, it } from 'vitest';
import { createRecords } from './records.ts';

const record = (decisionId: string) => ({ decisionId });

describe('the records of the log sink', () => {
  it('are read from a position on', async () => {
    const records = createRecords();
    records.append([record('a'), record('b')]);
    records.append([record('c')]);
    expect(await records.read(1, 0)).toEqual({ records: [record('b'), record('c')], next: 3 });
    expect(await records.read(3, 0)).toEqual({ records: [], next: 3 });
  });

  it('count a decision once, however often it is sent', async () => {
    const records = createRecords();
    records.append([record('a')]);
    records.append([record('a'), record('b')]);
    expect((await records.read(0, 0)).records).toEqual([record('a'), record('b')]);
  });

  it('wake a reader who waits', async () => {
    const records = createRecords();
    const reading = records.read(0, 60_000);
    records.append([record('a')]);
    expect(await reading).toEqual({ records: [record('a')], next: 1 });
  });

  it('let a waiting reader go with nothing', async () => {
    const records = createRecords();
    const reading = records.read(5, 60_000);
    records.release();
    expect(await reading).toEqual({ records: [], next: 5 });
  });

  it('answer in pages', async () => {
    const records = createRecords();
    records.append(Array.from({ length: 1_500 }, (_, n) => record(String(n))));
    const first = await records.read(0, 0);
    expect([first.records.length, first.next]).toEqual([1_000, 1_000]);
    expect((await records.read(first.next, 0)).next).toBe(1_500);
  });
});
