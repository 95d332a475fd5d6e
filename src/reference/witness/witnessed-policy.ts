import type { PolicyParts } from '../policy/policy-parts.ts';
import type { Testimony } from './testimony.ts';

/** The same parts, which give testimony of every policy that they put in force. */
export function witnessedPolicy(parts: PolicyParts, testimony: Testimony): PolicyParts {
  // Policies are verified and put in force one at a time.
  let revision = 0;
  return {
    ...parts,
    verify: async (archive) => {
      const verified = await parts.verify(archive);
      ({ revision } = verified);
      return verified;
    },
    engine: {
      ...parts.engine,
      prepare: async (files) => {
        const putInForce = await parts.engine.prepare(files);
        return () => {
          putInForce();
          testimony.note({ kind: 'swap', revision });
        };
      },
    },
  };
}
