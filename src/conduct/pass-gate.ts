import type { PlannedPhase } from '../plan/plan.ts';
import type { CanaryWatch } from './canary-watch.ts';
import type { Gate } from './gate.ts';
import { pause } from './pause.ts';
import type { Stage } from './stage.ts';
import { StopRun } from './stop-run.ts';

/**
 * Waits at the end of a steady phase until every cell is steady on every replica and every path is sound, at the
 * longest until the phase has lasted several times its length; journals how it went.
 * @throws StopRun `not-steady`
 */
export async function passGate(
  stage: Stage,
  watch: Pick<CanaryWatch, 'troubles'>,
  gate: Gate,
  { phase, startedAt }: { readonly phase: PlannedPhase; readonly startedAt: number },
  signal: AbortSignal,
): Promise<void> {
  const { clock, journal, timing, tell } = stage;
  const giveUpAt = startedAt + timing.gatePatience * (phase.to - phase.from);
  for (;;) {
    // A path that was broken all along would make a fault on it look proved.
    const reasons = [...gate.reasons(), ...watch.troubles()];
    const steady = reasons.length === 0;
    if (steady || clock.now() >= giveUpAt) {
      journal.write({ type: 'gate', t: clock.now(), phase: phase.name, steady, reasons });
      tell({ kind: 'gate', steady, reasons });
      if (steady) return;
      throw new StopRun('not-steady', `"${phase.name}" did not become steady: ${reasons.join('; ')}`);
    }
    await pause(timing.gateEveryMs, signal);
  }
}
