import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { jsonSchemaOf, schemaKinds } from './json-schemas.ts';

describe('the published JSON Schemas', () => {
  it.for(schemaKinds)('%s is what authz-drill schema prints', (kind) => {
    const published = new URL(`../../fixtures/schemas/${kind}.schema.json`, import.meta.url);
    expect(readFileSync(published, 'utf8')).toBe(`${JSON.stringify(jsonSchemaOf(kind), null, 2)}\n`);
  });
});
