import { describe, expect, it } from 'vitest';
import { faultCatalogue } from '../model/fault-catalogue.ts';
import { faultSpecSchema } from '../model/fault-schema.ts';
import { catalogueRows } from './catalogue.ts';
import { testContract } from './testing/test-plan.ts';

const rowsOf = (): ReturnType<typeof catalogueRows> => catalogueRows(testContract);
const of = (fault: string): readonly string[] | undefined =>
  rowsOf().find((row) => row.fault === fault)?.actions;

describe('the catalogue of faults', () => {
  it('is made of faults that can be asked for', () => {
    for (const spec of faultCatalogue) expect(faultSpecSchema.parse(spec)).toEqual(spec);
  });

  it('has every row once', () => {
    const rows = rowsOf();
    expect(new Set(rows.map(({ fault }) => fault)).size).toBe(faultCatalogue.length);
    expect(new Set(rows.map(({ title }) => title)).size).toBe(faultCatalogue.length);
  });

  it('concerns the actions that rest on what a fault takes away', () => {
    expect(of('status-503 policy-service')).toEqual(['invoice:read', 'report:export', 'payment:approve']);
    expect(of('frozen context-service')).toEqual(['payment:approve']);
    expect(of('refused bundle-service')).toEqual(['invoice:list', 'payment:approve']);
    expect(of('flapping log-sink')).toHaveLength(4);
    expect(of('clock-skew-back app')).toHaveLength(4);
  });

  it('asks nothing of the context service where no action fetches an input', () => {
    const { 'payment:approve': _, ...actions } = testContract.actions;
    const without = catalogueRows({ ...testContract, actions });
    expect(without.find(({ fault }) => fault === 'refused context-service')?.actions).toEqual([]);
  });
});
