import type { Question } from '../decide/question.ts';
import type { Ledger } from './ledger.ts';

/** What a decision is about, with the facts that policies may use. An unknown resource has none. */
export type Resource = Question['resource'];

/** The ledger as a whole. */
export function ledgerResource(): Resource {
  return { name: 'ledger/main', entity: { type: 'Ledger', id: 'main', properties: {} } };
}

/** An invoice, with its department and whether it is confidential. */
export function invoiceResource(ledger: Ledger, id: string): Resource {
  const invoice = ledger.invoice(id);
  const properties =
    invoice === undefined ? {} : { department: invoice.department, confidential: invoice.confidential };
  return { name: `invoice/${id}`, entity: { type: 'Invoice', id, properties } };
}

/** A report, with whether it is restricted. */
export function reportResource(ledger: Ledger, id: string): Resource {
  const report = ledger.report(id);
  const properties = report === undefined ? {} : { restricted: report.restricted };
  return { name: `report/${id}`, entity: { type: 'Report', id, properties } };
}

/** A payment, with its department and who asked for it. */
export function paymentResource(ledger: Ledger, id: string): Resource {
  const payment = ledger.payment(id);
  const properties =
    payment === undefined ? {} : { department: payment.department, requestedBy: payment.requestedBy };
  return { name: `payment/${id}`, entity: { type: 'Payment', id, properties } };
}
