/**
 * Runs a task for every item, at most `workers` at a time, and gives the results in the order of the items.
 * A task that rejects stops no other; the first rejection (by position) is thrown once all have ended.
 */
export async function runPool<Item, Result>(
  items: readonly Item[],
  workers: number,
  task: (item: Item, index: number) => Promise<Result>,
): Promise<readonly Result[]> {
  const results: PromiseSettledResult<Result>[] = [];
  // One iterator for all workers: whoever is free takes the next.
  const entries = items.entries();

  async function work(): Promise<void> {
    for (const [index, item] of entries) {
      const [result] = await Promise.allSettled([task(item, index)]);
      results[index] = result;
    }
  }

  const bounded = Math.max(1, Math.min(Math.floor(workers), items.length));
  await Promise.all(Array.from({ length: bounded }, work));
  return results.map((result) => {
    if (result.status === 'rejected') throw result.reason;
    return result.value;
  });
}
