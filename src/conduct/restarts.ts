import type { PlannedChange } from '../plan/plan.ts';
import type { Rotation } from '../probe/rotation.ts';
import { recordChange } from './change-journal.ts';
import type { Stage } from './stage.ts';
import { messageOf } from './stop-run.ts';

export type Restart = Extract<PlannedChange, { kind: 'restart' }>;

/**
 * Ends a replica's process and starts it again. Nobody is asked in its place but the others, from before it is ended until
 * it listens; then it is asked again, ready or not, as it would be by a load balancer that only looks whether it listens.
 * @returns when it listened again, or was given up; what became of it is journalled
 */
export async function restartReplica(stage: Stage, rotation: Rotation, change: Restart): Promise<number> {
  const { replica, signal } = change;
  recordChange(stage, change, 'ordered', { replica, note: signal });
  return restart(stage, rotation, change, replica, signal);
}

/**
 * Brings a policy that comes with the release to the replicas: each is ended, as it would be by a deployment, and started
 * again, one after the other, so that only one is out of rotation at a time. One that does not come back keeps no other waiting.
 * @returns when the last one listened again, or was given up
 */
export async function rollOut(
  stage: Stage,
  rotation: Rotation,
  change: Pick<PlannedChange, 'id' | 'kind'>,
): Promise<number> {
  let overAt = stage.clock.now();
  for (const replica of stage.plan.replicas) {
    recordChange(stage, change, 'ordered', { replica });
    overAt = await restart(stage, rotation, change, replica, 'SIGTERM');
  }
  return overAt;
}

async function restart(
  stage: Stage,
  rotation: Rotation,
  change: Pick<PlannedChange, 'id' | 'kind'>,
  replica: string,
  signal: 'SIGTERM' | 'SIGKILL',
): Promise<number> {
  const { journal } = stage;
  const { processControl } = stage.environment;
  if (processControl === undefined)
    return recordChange(stage, change, 'failed', {
      replica,
      note: 'this environment has no hold on its processes',
    });
  // On record, whatever becomes of this process, before anything is touched.
  await journal.flush();
  rotation.setAside(replica);
  try {
    await processControl.end(replica, signal);
    await processControl.start(replica);
    const servedAt = recordChange(stage, change, 'served', { replica });
    rotation.putBack(replica);
    return servedAt;
  } catch (error) {
    // It stays set aside: whatever it is now, it is no replica that could be asked.
    return recordChange(stage, change, 'failed', { replica, note: messageOf(error) });
  }
}
