import { describe, expect, it } from 'vitest';
import { categoryWeights } from '../../model/check.ts';
import { violationsBySeverity } from '../../model/violation.ts';
import { governanceChecks } from '../governance/registry.ts';
import { checkOf, checks } from './registry.ts';

describe('the registry', () => {
  it('has a check that explains every violation, and one only', () => {
    const governed = governanceChecks.flatMap((check) => check.explains);
    for (const violation of violationsBySeverity.filter((each) => !governed.includes(each)))
      expect(checkOf(violation).explains).toContain(violation);
    const explained = checks.flatMap((check) => check.explains);
    expect(new Set(explained).size).toBe(explained.length);
  });

  it('gives every check its own id, all its texts, and a place in the score', () => {
    const all = [...checks, ...governanceChecks];
    expect(new Set(all.map((check) => check.info.id)).size).toBe(all.length);
    for (const { info } of all) {
      for (const heading of [info.title, info.failureTitle]) expect(heading).toMatch(/^[A-Z].{10,}[^.]$/);
      for (const sentences of [info.why, info.fix]) expect(sentences).toMatch(/^[A-Z].{20,}\.$/);
      expect(info.controls.csf.length).toBeGreaterThan(0);
    }
    expect(new Set(checks.map((check) => check.info.category))).toEqual(
      new Set(Object.keys(categoryWeights)),
    );
  });

  it('names controls that exist', () => {
    for (const { controls } of [...checks, ...governanceChecks].map((check) => check.info)) {
      for (const id of controls.csf)
        expect(id).toMatch(
          /^(GV|ID|PR|DE|RS|RC)\.(PO|RM|RR|OV|SC|RA|AM|IM|AA|PS|IR|DS|CM|AE|MA|AN|MI|RP)-\d\d$/,
        );
      for (const id of controls.sp80053) expect(id).toMatch(/^[A-Z]{2}-\d{1,2}(\(\d{1,2}\))?$/);
      for (const id of controls.aiRmf) expect(id).toMatch(/^(GOVERN|MAP|MEASURE|MANAGE) \d\.\d{1,2}$/);
      for (const id of controls.nhi) expect(id).toMatch(/^NHI([1-9]|10)$/);
    }
  });

  it('asks each question once, and names no control twice', () => {
    const titles = [...checks, ...governanceChecks].flatMap(({ info }) => [info.title, info.failureTitle]);
    expect(new Set(titles).size).toBe(titles.length);
    for (const { info } of [...checks, ...governanceChecks])
      for (const ids of Object.values(info.controls)) expect(new Set(ids).size).toBe(ids.length);
  });

  it('has nobody to name the cause of what only governance finds', () => {
    expect(() => checkOf('ungoverned')).toThrow('No check explains ungoverned.');
  });
});
