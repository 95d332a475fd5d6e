import { ledgerResource, invoiceResource, paymentResource, reportResource } from '../app/domain/resources.ts';
import { openLedger } from '../app/domain/ledger.ts';
import type { Entity, PolicyQuestion } from '../engine/engine.ts';
import { subjectOf } from './ledger-policies.ts';
import { people, type Person } from './people.ts';

/**
 * Actions with the type they are done to: those of the policy service, one that is decided elsewhere, and one that nobody
 * declared.
 */
const actions: Readonly<Record<string, string>> = {
  'invoice:read': 'Invoice',
  'report:export': 'Report',
  'payment:approve': 'Payment',
  'invoice:list': 'Ledger',
  'ledger:purge': 'Ledger',
};

/** With a value of every risk, without one, with ones that are none, and with what nobody may say in a context. */
const contexts: readonly PolicyQuestion['context'][] = [
  {},
  { risk: 'low' },
  { risk: 'high' },
  { risk: 5 },
  { risk: null },
  { risk: 'low', mood: 'good', data: { suspended: [] } },
];

/** Whom no token of the ledger's speaks of, but who could ask all the same. */
const strangers: readonly Entity[] = [
  { type: 'User', id: 'nobody', properties: {} },
  { type: 'User', id: 'roleless', properties: { roles: [] } },
  { type: 'User', id: 'homeless', properties: { roles: ['clerk', 'approver'] } },
  { type: 'User', id: 'odd-role', properties: { roles: ['finance', 7] } },
  { type: 'User', id: 'one-role', properties: { roles: 'finance' } },
  { type: 'User', id: 'odd-department', properties: { roles: ['clerk'], department: 4 } },
  { type: 'User', id: 'no-department', properties: { roles: ['clerk'], department: null } },
  { type: 'ServiceAccount', id: 'svc-audit', properties: { roles: ['auditor', 'finance'] } },
  { type: 'ServiceAccount', id: 'alice', properties: { roles: ['finance'], department: 4 } },
  { type: 'Agent', id: 'idle', properties: { roles: ['finance'] } },
  { type: 'Agent', id: 'alice', properties: { roles: ['auditor'], actsFor: 'alice' } },
  { type: 'Agent', id: 'odd-agent', properties: { roles: [], actsFor: 1 } },
  { type: 'Robot', id: 'alice', properties: { roles: ['finance'] } },
];

/** What the database could never say of a resource. */
const oddResources: readonly Entity[] = [
  { type: 'Invoice', id: 'i-odd', properties: { department: 4 } },
  { type: 'Invoice', id: 'i-null', properties: { department: null, confidential: null } },
  { type: 'Report', id: 'r-odd', properties: { restricted: 'yes' } },
  { type: 'Payment', id: 'p-odd', properties: { department: 'finance', requestedBy: false } },
  { type: 'Door', id: 'd-1', properties: {} },
];

/** Everyone × every action × everything × every context of the ledger; what does not fit together, in one context only. */
export async function everyQuestion(): Promise<readonly PolicyQuestion[]> {
  const subjects = [...Object.keys(people).filter(isPerson).map(subjectOf), ...strangers];
  const resources = [...(await ledgerResources()), ...oddResources];
  return subjects.flatMap((subject) =>
    Object.entries(actions).flatMap(([action, type]) =>
      resources.flatMap((resource) =>
        (resource.type === type ? contexts : contexts.slice(0, 1)).map((context) => ({
          subject,
          action,
          resource,
          context,
        })),
      ),
    ),
  );
}

async function ledgerResources(): Promise<readonly Entity[]> {
  const ledger = await openLedger();
  return [
    ledgerResource(),
    ...['i-1', 'i-2', 'i-3', 'unknown'].map((id) => invoiceResource(ledger, id)),
    ...['r-1', 'r-2', 'unknown'].map((id) => reportResource(ledger, id)),
    ...['p-1', 'p-2', 'unknown'].map((id) => paymentResource(ledger, id)),
  ].map(({ entity }) => entity);
}

function isPerson(name: string): name is Person {
  return name in people;
}
