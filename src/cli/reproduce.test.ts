import { expect, it } from 'vitest';
import { reproduceCommand } from './reproduce.ts';

it('names the file, the seed and what else the drill was run with', () => {
  expect(reproduceCommand('scenarios/a.yaml', 7)).toBe('authz-drill run scenarios/a.yaml --seed 7');
  expect(reproduceCommand('a.yaml', 7, { defect: 'cache-without-bound' })).toBe(
    'authz-drill run a.yaml --seed 7 --defect cache-without-bound',
  );
  expect(reproduceCommand('a.yaml', 7, { defect: null, policyService: 'opa' })).toBe(
    'authz-drill run a.yaml --seed 7 --policy-service opa',
  );
  expect(reproduceCommand('a.yaml', 7, { policyService: 'opa', engine: 'casbin' })).toBe(
    'authz-drill run a.yaml --seed 7 --policy-service opa --engine casbin',
  );
});

it('quotes what a shell would take apart', () => {
  expect(reproduceCommand("my drills/it's.yaml", 7)).toBe(
    String.raw`authz-drill run 'my drills/it'\''s.yaml' --seed 7`,
  );
});
