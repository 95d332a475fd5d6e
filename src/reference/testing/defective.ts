import { decide } from '../app/decide/decide.ts';
import type { Parts } from '../app/decide/parts.ts';
import type { Question, Verdict } from '../app/decide/question.ts';
import { seedDefect } from '../defects/seed.ts';
import { sampleParts, type Outside } from './sample-parts.ts';
import { sampleQuestion } from './sample-question.ts';

/** The parts of a replica with a defect in it, and everything around them. */
export interface Defective {
  readonly outside: Outside;
  readonly parts: Parts;
  /** Alice asks for this action of the sample contract, or somebody for something else. */
  readonly ask: (action: string, question?: Partial<Question>) => Promise<Verdict>;
}

/** @param replica as which it runs */
export async function defective(id: string, replica = 'r0'): Promise<Defective> {
  const { parts, connections, outside } = sampleParts();
  const seeded = await seedDefect(id, parts, { ...connections, replica });
  return {
    outside,
    parts: seeded,
    ask: (action, question) => decide(seeded, sampleQuestion({ action, ...question })),
  };
}
