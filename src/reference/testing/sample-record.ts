import type { DecisionRecord } from '../app/log/decision-log.ts';

/** What the log is told of a local allow, unless the test says otherwise. */
export function sampleRecord(overrides: Partial<DecisionRecord> = {}): DecisionRecord {
  return {
    decisionId: 'd-1',
    timestamp: '2026-05-04T10:00:00.000Z',
    replica: 'r0',
    subject: 'alice',
    action: 'invoice:read',
    resource: 'invoice/i-1',
    inputs: { 'subject.roles': { value: ['finance'] } },
    outcome: 'allow',
    mode: 'local',
    policyRevision: 1,
    obligations: [],
    reason: 'permitted',
    ...overrides,
  };
}
