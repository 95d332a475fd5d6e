import * as fc from 'fast-check';
import { toxicTypes } from '../toxics/registry.ts';
import type { HttpCall } from './http-call.ts';

const names = fc.constantFrom('a', 'b', 'c', '', 'a b', '../x', '__proto__', 'constructor', 'x'.repeat(500));
const listens = fc.constantFrom(
  '127.0.0.1:0',
  '',
  'bogus',
  ':',
  '127.0.0.1:99999',
  '[::1]:0',
  '[',
  'localhost:0',
  '127.0.0.1:1x',
);
const upstreams = fc.constantFrom('127.0.0.1:1', 'x:1', '', 'nonsense', '[::1]:x', ':0');

/** A number literal, most of them awkward. */
const numbers = fc.oneof(
  fc.integer({ min: -10, max: 100_000 }).map(String),
  fc.constantFrom(
    '0',
    '-1',
    '1.5',
    '1e3',
    '-0',
    '9223372036854775807',
    '-9223372036854775808',
    '9223372036854775808',
    '1e400',
    '4611686018427387905',
  ),
);

const scalars = fc.oneof(
  numbers,
  fc.string().map((text) => JSON.stringify(text)),
  fc.constantFrom('null', 'true', 'false', '[]', '{}', '[[[]]]', '{"a":{"a":1}}'),
);

function field(name: string, value: fc.Arbitrary<string>): fc.Arbitrary<string> {
  const key = fc.constantFrom(name, name.toUpperCase(), `${name} `);
  return fc
    .tuple(key, fc.oneof({ weight: 5, arbitrary: value }, { weight: 1, arbitrary: scalars }))
    .map(([text, content]) => `${JSON.stringify(text)}:${content}`);
}

function object(...fields: readonly fc.Arbitrary<string>[]): fc.Arbitrary<string> {
  return fc.array(fc.oneof(...fields), { maxLength: 8 }).map((parts) => `{${parts.join(',')}}`);
}

const quoted = (texts: fc.Arbitrary<string>): fc.Arbitrary<string> =>
  texts.map((text) => JSON.stringify(text));

const attributeNames = [...new Set([...toxicTypes.values()].flatMap(({ fields }) => Object.keys(fields)))];

const toxic = object(
  field('type', quoted(fc.constantFrom(...toxicTypes.keys(), 'bogus', '', 'toString'))),
  field('name', quoted(names)),
  field('stream', quoted(fc.constantFrom('upstream', 'DOWNSTREAM', 'both', 'sideways', ''))),
  field('toxicity', fc.oneof(numbers, fc.constantFrom('0.5', '1', '7', '-1', '1e-40'))),
  field('ttl_ms', numbers),
  field('attributes', object(...attributeNames.map((name) => field(name, scalars)))),
);

const proxy = object(
  field('name', quoted(names)),
  field('listen', quoted(listens)),
  field('upstream', quoted(upstreams)),
  field('enabled', fc.constantFrom('true', 'false')),
  field('ttl_ms', numbers),
  field(
    'toxics',
    fc.array(toxic, { maxLength: 3 }).map((items) => `[${items.join(',')}]`),
  ),
);

const bodies = fc.oneof(
  { weight: 6, arbitrary: proxy },
  { weight: 6, arbitrary: toxic },
  { weight: 2, arbitrary: fc.array(proxy, { maxLength: 3 }).map((items) => `[${items.join(',')}]`) },
  { weight: 1, arbitrary: scalars },
  { weight: 1, arbitrary: fc.string() },
  // A body that breaks off, or is bent in one place.
  { weight: 2, arbitrary: fc.tuple(toxic, fc.nat(100)).map(([text, end]) => text.slice(0, end)) },
  {
    weight: 1,
    arbitrary: fc
      .tuple(proxy, fc.nat(60), fc.string({ maxLength: 2 }))
      .map(([text, at, junk]) => text.slice(0, at) + junk + text.slice(at + 1)),
  },
);

const segment = names.map(encodeURIComponent);

const targets = fc.oneof(
  fc.constantFrom(
    '/proxies',
    '/populate',
    '/reset',
    '/version',
    '/metrics',
    '/events?after=0',
    '/events?after=x',
    '/',
    '*',
    '/proxies/%zz',
    '//proxies',
    '/../x',
  ),
  segment.map((name) => `/proxies/${name}`),
  segment.map((name) => `/proxies/${name}/toxics`),
  fc.tuple(segment, segment).map(([name, other]) => `/proxies/${name}/toxics/${other}`),
);

/** Control requests: many that are right, most that are nearly so, and some rubbish. */
export const anyRequest: fc.Arbitrary<HttpCall & { readonly body: string }> = fc.record({
  method: fc.oneof(
    { weight: 6, arbitrary: fc.constant('POST') },
    { weight: 3, arbitrary: fc.constantFrom('GET', 'PATCH', 'DELETE', 'PUT', 'OPTIONS') },
  ),
  target: targets,
  body: bodies,
});
