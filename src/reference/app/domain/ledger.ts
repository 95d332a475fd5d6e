import { z } from 'zod';
import { readFixtureJson } from '../../service/fixtures.ts';

const invoice = z.object({
  id: z.string(),
  department: z.string(),
  confidential: z.boolean().default(false),
  supplier: z.string(),
  iban: z.string(),
  amount: z.number(),
  currency: z.string(),
  due: z.string(),
});
const report = z.object({
  id: z.string(),
  title: z.string(),
  restricted: z.boolean().default(false),
  invoices: z.array(z.string()),
});
const payment = z.object({
  id: z.string(),
  department: z.string(),
  requestedBy: z.string(),
  invoice: z.string(),
  amount: z.number(),
  currency: z.string(),
});
const ledgerData = z.object({
  invoices: z.array(invoice),
  reports: z.array(report),
  payments: z.array(payment),
});

type Invoice = z.infer<typeof invoice>;
type Report = z.infer<typeof report>;
type Payment = z.infer<typeof payment>;

/** The ledger's database, in memory and never written to but for approvals. */
export interface Ledger {
  invoices(): readonly Invoice[];
  invoice(id: string): Invoice | undefined;
  report(id: string): Report | undefined;
  payment(id: string): Payment | undefined;
  /** What a report holds, a row for every invoice in it. */
  rowsOf(report: Report): readonly Invoice[];
  /** Approves a payment. Doing so again changes nothing. */
  approve(payment: Payment, by: string): Approval;
}

/** That a payment was approved, by whom and when (ISO 8601). */
export interface Approval {
  readonly payment: string;
  readonly approvedBy: string;
  readonly approvedAt: string;
}

/** Opens the ledger with the data in `fixtures/ledger/data/`. */
export async function openLedger(): Promise<Ledger> {
  const data = ledgerData.parse(await readFixtureJson('data/ledger.json'));
  const invoices = new Map(data.invoices.map((entry) => [entry.id, entry]));
  const reports = new Map(data.reports.map((entry) => [entry.id, entry]));
  const payments = new Map(data.payments.map((entry) => [entry.id, entry]));
  const approvals = new Map<string, Approval>();
  return {
    invoices: () => data.invoices,
    invoice: (id) => invoices.get(id),
    report: (id) => reports.get(id),
    payment: (id) => payments.get(id),
    rowsOf: (of) => of.invoices.flatMap((id) => invoices.get(id) ?? []),
    approve({ id }, by) {
      const approval = approvals.get(id) ?? {
        payment: id,
        approvedBy: by,
        approvedAt: new Date().toISOString(),
      };
      approvals.set(id, approval);
      return approval;
    },
  };
}
