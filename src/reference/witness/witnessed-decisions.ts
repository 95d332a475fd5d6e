import type { Parts } from '../app/decide/parts.ts';
import type { Testimony } from './testimony.ts';

/** The same parts, which give testimony of every decision, whatever the decision log makes of it. */
export function witnessedDecisions(parts: Parts, testimony: Testimony): Parts {
  return {
    ...parts,
    log: {
      ...parts.log,
      append: (record) => {
        const { decisionId, subject, action, resource, outcome, mode, policyRevision: revision } = record;
        testimony.note({ kind: 'decision', decisionId, subject, action, resource, outcome, mode, revision });
        parts.log.append(record);
      },
    },
  };
}
