import { Hono } from 'hono';
import type { TokenCheck } from '../../service/token-check.ts';
import type { EmbeddedPolicy } from '../decide/embedded-policy.ts';
import type { Ledger } from '../domain/ledger.ts';
import { invoiceResource, ledgerResource, paymentResource, reportResource } from '../domain/resources.ts';
import { authenticate, type CallerVariables } from './authenticate.ts';
import type { Guard } from './pep.ts';

/** What the routes need. */
interface RouteParts {
  readonly ledger: Ledger;
  readonly guard: Guard;
  readonly checkToken: TokenCheck;
  readonly embedded: EmbeddedPolicy;
  /** Whether the replica has been warmed up on its first policy. */
  readonly warm: () => boolean;
}

/** The ledger's HTTP interface. */
export function routes({ ledger, guard, checkToken, embedded, warm }: RouteParts): Hono<CallerVariables> {
  const app = new Hono<CallerVariables>();

  // The time as this process has it: whoever has to trust its time stamps can compare.
  app.get('/healthz', (c) => c.json({ ok: true, now: new Date().toISOString() }));
  app.get('/readyz', (c) => {
    const revision = embedded.revision();
    // Not latched: a replica that has lost touch with its policy is no longer ready.
    const ready = revision > 0 && warm() && !embedded.expired();
    return c.json({ ready, revision }, ready ? 200 : 503);
  });

  app.use(authenticate(checkToken));
  app.get(
    '/invoices',
    guard('invoice:list', ledgerResource, () => ({
      invoices: ledger.invoices().map(({ id, supplier, due }) => ({ id, supplier, due })),
    })),
  );
  app.get(
    '/invoices/:id',
    guard(
      'invoice:read',
      (id) => invoiceResource(ledger, id),
      (id) => ledger.invoice(id),
    ),
  );
  app.post(
    '/reports/:id/export',
    guard(
      'report:export',
      (id) => reportResource(ledger, id),
      (id) => {
        const report = ledger.report(id);
        return report && { report: report.id, title: report.title, rows: ledger.rowsOf(report) };
      },
    ),
  );
  app.post(
    '/payments/:id/approve',
    guard(
      'payment:approve',
      (id) => paymentResource(ledger, id),
      (id, caller) => {
        const payment = ledger.payment(id);
        return payment && ledger.approve(payment, caller.id);
      },
    ),
  );
  // A feature that was built and never declared: the contract has no such action, so nobody gets past the guard.
  app.post(
    '/ledgers/:id/purge',
    guard('ledger:purge', ledgerResource, (id) => ({ purged: id })),
  );
  return app;
}
