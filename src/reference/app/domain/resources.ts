import type { Question } from '../decide/question.ts';
import type { Ledger } from './ledger.ts';

/** What a decision is about, with the facts that policies may use. An unknown resource has none. */
export type Resource = Question['resource'];

export function ledgerResource(): Resource {
  return { name: 'ledger/main', entity: { type: 'Ledger', id: 'main', properties: {} } };
}

export function invoiceResource(ledger: Ledger, id: string): Resource {
  const invoice = ledger.invoice(id);
  const properties =
    invoice === undefined ? {} : { department: invoice.department, confidential: invoice.confidential };
  return { name: `invoice/${id}`, entity: { type: 'Invoice', id, properties } };
}

export function reportResource(ledger: Ledger, id: string): Resource {
  const report = ledger.report(id);
  const properties = report === undefined ? {} : { restricted: report.restricted };
  return { name: `report/${id}`, entity: { type: 'Report', id, properties } };
}

export function paymentResource(ledger: Ledger, id: string): Resource {
  const payment = ledger.payment(id);
  const properties =
    payment === undefined ? {} : { department: payment.department, requestedBy: payment.requestedBy };
  return { name: `payment/${id}`, entity: { type: 'Payment', id, properties } };
}
