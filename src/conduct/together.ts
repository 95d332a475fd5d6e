/**
 * Waits until all of them have ended, also when one fails: unlike `Promise.all` it leaves nothing running behind
 * whoever handles the failure.
 * @throws what the first of them (by position) failed with
 */
export async function together(tasks: readonly Promise<unknown>[]): Promise<void> {
  for (const task of await Promise.allSettled(tasks)) if (task.status === 'rejected') throw task.reason;
}
