import { takeTurns } from '../service/take-turns.ts';
import { decideBySet } from './cedar-decision.ts';
import { holdSet, type CedarSet } from './cedar-set.ts';
import { deny, type PolicyEngine, type PolicyFiles } from './engine.ts';
import { examineSets } from './examine-sets.ts';

let engines = 0;

/** Longest stretch that putting policies in force takes from the requests, but for a single step of it. */
const longestTurnMs = 2;

/**
 * Cedar in the process. Policy sets are parsed once, into the slot that is not in force, and only when all of
 * them are sound does the engine change over: a request sees the old policies and data or the new ones, never a mix.
 * Two slots for ever, because the library has no way to forget a set, only to overwrite it.
 * @param wanted the sets that it will be asked; the others of a bundle are not loaded. All unless given
 * @param decideBy decides by one set
 */
export function createCedarEngine(wanted?: ReadonlySet<string>, decideBy = decideBySet): PolicyEngine {
  const name = `engine-${engines++}`;
  let slot: 'a' | 'b' = 'a';
  let sets: ReadonlyMap<string, CedarSet> = new Map();

  async function prepare(files: PolicyFiles): Promise<() => void> {
    const idle = slot === 'a' ? 'b' : 'a';
    const turn = takeTurns(longestTurnMs);
    const held = new Map<string, CedarSet>();
    for (const [set, examined] of await examineSets(files, wanted, turn)) {
      held.set(set, await holdSet(examined, `${name}/${idle}/${set}`, turn));
    }
    return () => {
      sets = held;
      slot = idle;
    };
  }

  return {
    prepare,
    activate: async (files) => (await prepare(files))(),
    decide(set, question) {
      const held = sets.get(set);
      return held === undefined ? deny(`no policy set ${set}`) : decideBy(held, question);
    },
  };
}
