import { expect, it } from 'vitest';
import { faultProxyFrom } from './fault-proxy-option.ts';

it.for([
  ['embedded', 'embedded'],
  ['http://127.0.0.1:8474', 'address http://127.0.0.1:8474'],
  ['toxiproxy-server', 'program toxiproxy-server'],
  ['./bin/server', 'program ./bin/server'],
] as const)('%s is %s', ([text, name]) => {
  expect(faultProxyFrom(text).name).toContain(name);
});
