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
  let next = 0;

  async function work(): Promise<void> {
    while (next < items.length) {
      const index = next++;
      const [item] = items.slice(index, index + 1);
      if (item === undefined) continue;
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
