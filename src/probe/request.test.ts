import { describe, expect, it } from 'vitest';
import type { RequestTemplate, Target } from '../target/target.ts';
import { probeRequest } from './request.ts';

describe('a probe request', () => {
  it('fills in type and id, escaped in the path and plain in the body', () => {
    const template: RequestTemplate = {
      method: 'POST',
      path: '/{type}s/{id}/approve?again={id}',
      headers: { accept: 'application/json' },
      body: { resource: { type: '{type}', ids: ['{id}', 3] } },
    };
    expect(probeRequest(target(template), 'payment:approve', 'payment/p 1/$&')).toEqual({
      method: 'POST',
      path: '/payments/p%201%2F%24%26/approve?again=p%201%2F%24%26',
      headers: { 'content-type': 'application/json', accept: 'application/json' },
      body: '{"resource":{"type":"payment","ids":["p 1/$&",3]}}',
    });
  });

  it('has no body and no content type where none is described', () => {
    const template: RequestTemplate = { method: 'GET', path: '/invoices', headers: {}, body: null };
    expect(probeRequest(target(template), 'payment:approve', 'ledger/main')).toEqual({
      method: 'GET',
      path: '/invoices',
      headers: {},
      body: null,
    });
  });

  it('is refused for an action that the target does not describe', () => {
    const template: RequestTemplate = { method: 'GET', path: '/', headers: {}, body: null };
    expect(() => probeRequest(target(template), 'report:export', 'report/q1')).toThrow(
      'no request for "report:export"',
    );
  });
});

function target(template: RequestTemplate): Pick<Target, 'id' | 'requests'> {
  return { id: 'ledger', requests: { 'payment:approve': template } };
}
