import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { witnessEventSchema } from '../../../reference/witness/witness-event.ts';
import type { DecisionWitnessed, SwapWitnessed } from '../../../reference/witness/witness-event.ts';

/** What really happened in a drill, by the time of its journal, in order. */
export interface Truth {
  readonly swaps: readonly SwapWitnessed[];
  readonly decisions: readonly DecisionWitnessed[];
}

/**
 * Reads what all witnesses of a drill have written.
 * @param zeroMs when the journal's clock was 0, by the clock of the witnesses
 */
export async function readTruth(folder: string, zeroMs: number): Promise<Truth> {
  const files = (await readdir(folder)).filter((name) => name.endsWith('.witness'));
  const texts = await Promise.all(files.map((name) => readFile(join(folder, name), 'utf8')));
  const events = texts
    .flatMap((text) => text.split('\n').filter((line) => line !== ''))
    .map((line) => witnessEventSchema.parse(JSON.parse(line)))
    .map((event) => ({ ...event, at: event.at - zeroMs }))
    .toSorted((a, b) => a.at - b.at);
  return {
    swaps: events.filter((event) => event.kind === 'swap'),
    decisions: events.filter((event) => event.kind === 'decision'),
  };
}
