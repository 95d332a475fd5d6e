import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { exportJWK, generateKeyPair } from 'jose';
import type { Journal } from '../../journal/reader.ts';
import { readJournal } from '../../journal/reader.ts';
import type { JournalEvent } from '../../model/event.ts';
import { conductScenario } from '../conduct-scenario.ts';
import type { ConductOptions } from '../options.ts';
import type { ConductOutcome } from '../outcome.ts';
import type { Progress } from '../progress.ts';
import type { PhaseSketch } from './drill-plan.ts';
import { drillPlan } from './drill-plan.ts';
import type { FakeWorld } from './fake-environment.ts';
import { fakeWorld } from './fake-environment.ts';

export const steady: PhaseSketch = { name: 'steady', forMs: 100, steady: true };
export const outage: PhaseSketch = {
  name: 'outage',
  forMs: 150,
  faults: [{ type: 'refused', on: 'policy-service' }],
};
export const recovery: PhaseSketch = { name: 'recovery', forMs: 100 };

/** A made-up world and a folder of its own, for one test. */
export interface Bench {
  readonly world: FakeWorld;
  readonly folder: string;
  /** Conducts a drill to its end. Unless told otherwise it is patient, so that no test depends on how busy the machine is. */
  conduct(sketches: readonly PhaseSketch[], given?: Partial<ConductOptions>): Promise<Conducted>;
  /** Takes the folder away. */
  clear(): Promise<void>;
}

interface Conducted {
  readonly outcome: ConductOutcome;
  readonly journal: Journal;
  readonly heard: readonly Progress[];
}

export async function setUpBench(): Promise<Bench> {
  const folder = await mkdtemp(join(tmpdir(), 'authz-drill-conduct-'));
  const { privateKey } = await generateKeyPair('ES256', { extractable: true });
  await writeFile(join(folder, 'key.json'), JSON.stringify(await exportJWK(privateKey)));
  const world = fakeWorld();

  return {
    world,
    folder,
    conduct: async (sketches, { onProgress, timing, ...given } = {}) => {
      const heard: Progress[] = [];
      const outcome = await conductScenario({
        plan: drillPlan(folder, sketches),
        header: {
          runId: 'run',
          index: 0,
          harness: { name: 'authz-drill', version: '0' },
          reproduce: '',
          defect: null,
          commit: null,
        },
        journalFile: join(folder, 'journal.ndjson'),
        startEnvironment: world.startEnvironment,
        instruments: world.instruments,
        timing: {
          proofEveryMs: 5,
          watchEveryMs: 20,
          gateEveryMs: 20,
          gatePatience: 300,
          countsEveryMs: 20,
          ...timing,
        },
        onProgress: (news) => {
          heard.push(news);
          onProgress?.(news);
        },
        ...given,
      });
      return { outcome, journal: await readJournal(outcome.journalFile), heard };
    },
    clear: () => rm(folder, { recursive: true }),
  };
}

/** The events of one type, in order. */
export function of<Type extends JournalEvent['type']>(
  journal: Journal,
  type: Type,
): readonly Extract<JournalEvent, { type: Type }>[] {
  return journal.events.filter(
    (event): event is Extract<JournalEvent, { type: Type }> => event.type === type,
  );
}
