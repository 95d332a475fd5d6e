import { decideBySet } from '../engine/cedar-decision.ts';
import { createCedarEngine } from '../engine/cedar-engine.ts';
import type { SeedPolicy } from './defect.ts';

/** Decides as the engine's library does: a rule that fails is passed over, and what it would have forbidden is not. */
export const seedPolicy: SeedPolicy = (parts) => ({
  ...parts,
  engine: createCedarEngine(undefined, (set, question) => decideBySet(set, question, () => undefined)),
});
