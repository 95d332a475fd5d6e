import type { ChangeEvent } from '../model/event.ts';
import type { PlannedChange } from '../plan/plan.ts';
import type { Rotation } from '../probe/rotation.ts';
import type { Stage } from './stage.ts';
import { messageOf } from './stop-run.ts';

export type Restart = Extract<PlannedChange, { kind: 'restart' }>;

/**
 * Ends a replica's process and starts it again. Nobody is asked in its place but the others, from before it is ended until
 * it listens; then it is asked again, ready or not, as it would be by a load balancer that only looks whether it listens.
 * @returns when it listened again, or was given up; what became of it is journalled
 */
export async function restartReplica(stage: Stage, rotation: Rotation, change: Restart): Promise<number> {
  const { environment, journal, clock, tell } = stage;
  const { processControl } = environment;
  const { id, replica, signal } = change;

  function record(edge: ChangeEvent['edge'], note?: string): number {
    const t = clock.now();
    const said = note === undefined ? {} : { note };
    const event: ChangeEvent = { type: 'change', t, change: id, kind: 'restart', edge, replica, ...said };
    journal.write(event);
    tell({ kind: 'change', change: event });
    return t;
  }

  record('ordered', signal);
  if (processControl === undefined) return record('failed', 'this environment has no hold on its processes');
  // On record, whatever becomes of this process, before anything is touched.
  await journal.flush();
  rotation.setAside(replica);
  try {
    await processControl.end(replica, signal);
    await processControl.start(replica);
    const servedAt = record('served');
    rotation.putBack(replica);
    return servedAt;
  } catch (error) {
    // It stays set aside: whatever it is now, it is no replica that could be asked.
    return record('failed', messageOf(error));
  }
}
