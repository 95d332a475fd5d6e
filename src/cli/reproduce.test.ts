import { expect, it } from 'vitest';
import { reproduceCommand } from './reproduce.ts';

it('names the file, the seed and the defect', () => {
  expect(reproduceCommand('scenarios/a.yaml', 7, undefined)).toBe(
    'authz-drill run scenarios/a.yaml --seed 7',
  );
  expect(reproduceCommand('a.yaml', 7, 'cache-without-bound')).toBe(
    'authz-drill run a.yaml --seed 7 --defect cache-without-bound',
  );
});

it('quotes what a shell would take apart', () => {
  expect(reproduceCommand("my drills/it's.yaml", 7, undefined)).toBe(
    String.raw`authz-drill run 'my drills/it'\''s.yaml' --seed 7`,
  );
});
