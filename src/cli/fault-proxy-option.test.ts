import { expect, it, vi } from 'vitest';
import { faultProxyFrom } from './fault-proxy-option.ts';

const streams = { err: vi.fn<(text: string) => void>(), rewrite: vi.fn<() => void>(), live: false };

it.for([
  ['embedded', 'embedded'],
  ['http://127.0.0.1:8474', 'address http://127.0.0.1:8474'],
  ['toxiproxy-server', 'program toxiproxy-server'],
  ['./bin/server', 'program ./bin/server'],
  ['./container', 'program ./container'],
  ['container', 'container ghcr.io/shopify/toxiproxy:2.12.0'],
  [
    'container:mirror.example.com:5000/toxiproxy@sha256:0a',
    'container mirror.example.com:5000/toxiproxy@sha256:0a',
  ],
] as const)('%s is %s', ([text, name]) => {
  expect(faultProxyFrom(text, streams).name).toBe(name);
});

it.for(['container:', 'container:--privileged', 'container:two words'])('%s names no image', (text) => {
  expect(() => faultProxyFrom(text, streams)).toThrow('It takes container:<image>');
});
