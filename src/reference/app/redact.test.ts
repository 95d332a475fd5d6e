import { describe, expect, it } from 'vitest';
import { redact } from './redact.ts';

const data = {
  title: 't',
  rows: [
    { id: 1, iban: 'DE1', 'a/b': 2 },
    { id: 2, iban: 'DE2' },
  ],
};

describe('redacting', () => {
  it('takes a member out of every row', () => {
    expect(redact(data, ['/rows/*/iban'])).toEqual({ title: 't', rows: [{ id: 1, 'a/b': 2 }, { id: 2 }] });
  });
  it('leaves the data it was given alone', () => {
    redact(data, ['/rows']);
    expect(data.rows).toHaveLength(2);
  });
  it('reads escaped names', () => {
    expect(redact(data, ['/rows/0/a~1b'])).toMatchObject({ rows: [{ id: 1, iban: 'DE1' }, { id: 2 }] });
    expect(JSON.stringify(redact(data, ['/rows/0/a~1b']))).not.toContain('a/b');
  });
  it('does not mind what is not there', () => {
    expect(redact(data, ['/none/*/iban', '/title/x', '/rows/7/iban'])).toEqual(data);
    expect(redact('text', ['/a'])).toBe('text');
  });
});
