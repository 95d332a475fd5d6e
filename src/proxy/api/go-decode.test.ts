import { describe, expect, it } from 'vitest';
import { decodeStruct, parseBody, type GoStruct } from './go-decode.ts';

const struct: GoStruct = {
  fieldPrefix: 'Thing',
  valueType: 'x.Thing',
  fields: {
    name: 'string',
    size: 'int64',
    share: 'float32',
    enabled: 'bool',
    attributes: 'any',
    task: 'string',
  },
};

const decode = (text: string): unknown => Object.fromEntries(decodeStruct(parseBody(text), struct));

describe('decodeStruct', () => {
  it.each([
    ['{"name":"a"}', { name: 'a' }],
    ['{"NAME":"a","Size":3}', { name: 'a', size: 3 }],
    ['{"taſK":"x"}', { task: 'x' }],
    ['{"name":"a","name":"b"}', { name: 'b' }],
    ['{"name":"a","name":null}', { name: 'a' }],
    ['{"unknown":{"deep":[1]},"size":-0}', { size: 0 }],
    ['{"size":9223372036854775807}', { size: Number(2n ** 63n - 1n) }],
    ['{"share":0.2}', { share: Math.fround(0.2) }],
    ['{"enabled":false}', { enabled: false }],
    ['null', {}],
    ['{"toString":"x","__proto__":5}', {}],
  ])('%s', (text, expected) => {
    expect(decode(text)).toEqual(expected);
  });

  it('merges objects under one key', () => {
    const [attributes] = decodeStruct(
      parseBody('{"attributes":{"a":1},"attributes":{"b":2}}'),
      struct,
    ).values();
    expect(attributes).toMatchObject({
      entries: [
        ['a', {}],
        ['b', {}],
      ],
    });
  });

  it.each([
    ['[]', 'json: cannot unmarshal array into Go value of type x.Thing'],
    ['5', 'json: cannot unmarshal number into Go value of type x.Thing'],
    ['{"name":5}', 'json: cannot unmarshal number into Go struct field Thing.name of type string'],
    ['{"size":"5"}', 'json: cannot unmarshal string into Go struct field Thing.size of type int64'],
    ['{"size":1.5}', 'json: cannot unmarshal number 1.5 into Go struct field Thing.size of type int64'],
    ['{"size":1.0}', 'json: cannot unmarshal number 1.0 into Go struct field Thing.size of type int64'],
    ['{"size":1e3}', 'json: cannot unmarshal number 1e3 into Go struct field Thing.size of type int64'],
    [
      '{"size":9223372036854775808}',
      'json: cannot unmarshal number 9223372036854775808 into Go struct field Thing.size of type int64',
    ],
    ['{"share":1e50}', 'json: cannot unmarshal number 1e50 into Go struct field Thing.share of type float32'],
    [
      '{"enabled":"yes","name":5}',
      'json: cannot unmarshal string into Go struct field Thing.enabled of type bool',
    ],
  ])('%s is refused', (text, problem) => {
    expect(() => decode(text)).toThrow(`bad request body: ${problem}`);
  });
});
