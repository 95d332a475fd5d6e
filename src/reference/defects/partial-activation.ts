import { dataFile } from '../bundle/bundle-format.ts';
import type { PolicyFiles } from '../engine/engine.ts';
import type { SeedPolicy } from './defect.ts';

/** Puts new rules in force with the facts of the policy before, which have a store of their own that is renewed later. */
export const seedPolicy: SeedPolicy = (parts) => {
  let before: PolicyFiles | undefined;
  return {
    ...parts,
    engine: {
      ...parts.engine,
      prepare(files) {
        const mixed = new Map(
          [...files].map(([path, text]) => [path, (isData(path) ? before?.get(path) : undefined) ?? text]),
        );
        before = files;
        return parts.engine.prepare(mixed);
      },
    },
  };
};

function isData(path: string): boolean {
  return path.endsWith(`/${dataFile}`);
}
