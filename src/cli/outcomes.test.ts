import { describe, expect, it } from 'vitest';
import type { ConductOutcome } from '../conduct/outcome.ts';
import { EnvironmentError } from '../environment/environment-error.ts';
import { explainOutcomes, troubleOf } from './outcomes.ts';
import type { Streams } from './streams.ts';

const base = { journalFile: 'reports/x/a.ndjson', cleanedUp: true };
const completed: ConductOutcome = {
  ...base,
  scenario: 'a',
  kind: 'ended',
  reason: 'completed',
  note: undefined,
};
const portInUse: ConductOutcome = {
  ...base,
  scenario: 'b',
  kind: 'environment',
  error: new EnvironmentError('port-in-use', 'fault-proxy', 'fault-proxy cannot listen on 8474', {
    stderr: ['EADDRINUSE'],
  }),
};

function explained(outcomes: readonly ConductOutcome[]): string {
  const said: string[] = [];
  const streams: Streams = {
    out: () => expect.unreachable(),
    err: (text) => said.push(text),
    rewrite: () => expect.unreachable(),
    color: false,
    live: false,
    columns: 80,
  };
  explainOutcomes(outcomes, streams);
  return said.join('\n');
}

describe('what became of the harness', () => {
  it('is no trouble when every drill ended and everything was cleaned up', () => {
    expect(troubleOf([completed])).toBeUndefined();
    expect(explained([completed])).toBe('');
  });

  it('is an environment that did not start: the part, its last words and what to do', () => {
    expect(troubleOf([completed, portInUse])).toBe(4);
    expect(explained([portInUse])).toBe(
      [
        '\nb: the environment did not start: fault-proxy cannot listen on 8474',
        '  fault-proxy | EADDRINUSE',
        '  hint: end what listens there, or choose another port (--proxy-port)',
      ].join('\n'),
    );
  });

  it('tells one cause of several drills once', () => {
    expect(explained([portInUse, { ...portInUse, scenario: 'c' }]).match(/did not start/g)).toHaveLength(1);
    expect(explained([portInUse, { ...portInUse, scenario: 'c' }])).toContain('\nb, c: ');
  });

  it('is a cleanup that was not proved, and where to look', () => {
    expect(troubleOf([{ ...completed, cleanedUp: false }])).toBe(4);
    expect(explained([{ ...completed, cleanedUp: false }])).toContain('reports/x/a.ndjson');
  });

  it('is a defect of ours, which outweighs an environment', () => {
    const broken: ConductOutcome = { ...base, scenario: 'd', kind: 'broken', error: new Error('disk full') };
    expect(troubleOf([portInUse, broken])).toBe(70);
    expect(explained([broken])).toContain('authz-drill broke: disk full');
  });
});
