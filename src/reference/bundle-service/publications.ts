import { createHash } from 'node:crypto';
import type { JWK } from 'jose';
import { buildBundle } from '../bundle/build.ts';
import type { PolicyFiles } from '../engine/engine.ts';
import { refusalOf, type PolicyOwner } from './change-control.ts';
import type { Confirm } from './confirmation.ts';
import { diffContents } from './content-diff.ts';
import type { Operation, Order, Publication, RefusedOperation } from './operation.ts';
import type { OperatorPolicy } from './operator-policy.ts';

/** A revision as it was published, signed. */
export interface Revision {
  readonly publication: Publication;
  readonly content: PolicyFiles;
  readonly archive: Buffer;
  readonly etag: string;
  /** With what it was confirmed the moment it came to be served. */
  readonly confirmation: string;
}

/** What is published of one policy, and what becomes of those who want to change it. */
export interface Publications {
  /** The first publication of all, which no policy can permit yet. */
  begin(policy: string, content: PolicyFiles): Promise<Publication>;
  publish(policy: string, content: PolicyFiles, order: Omit<Order, 'action'>): Promise<Operation>;
  /** Serves the content of revision `to` again, under a new and higher revision. Undefined where there is no such revision. */
  rollback(to: number, order: Omit<Order, 'action'>): Promise<Operation | undefined>;
  /** Every operation in the order they were asked for, refused ones included. */
  history(): readonly Operation[];
  /** Every revision, the one that is served now last. */
  readonly revisions: () => readonly Revision[];
}

/** What it takes to publish. */
interface PublicationsParts {
  /** The key that is current when something is signed. */
  readonly signingKey: () => JWK;
  readonly confirm: Confirm;
  readonly owner: () => PolicyOwner;
  readonly operatorPolicy: OperatorPolicy;
  /** Called as soon as another revision is served. */
  readonly onServed: () => void;
}

const nothing: PolicyFiles = new Map();

/** Keeps every revision and serves the newest. */
export function createPublications(parts: PublicationsParts): Publications {
  const { signingKey, confirm, owner, operatorPolicy, onServed } = parts;
  const history: Operation[] = [];
  const revisions: Revision[] = [];
  let lastTurn: Promise<unknown> = Promise.resolve();

  /** One change after the other: two at once would fight over the next revision. */
  function inTurn<T>(act: () => Promise<T>): Promise<T> {
    const turn = lastTurn.then(act);
    lastTurn = turn.catch(() => undefined);
    return turn;
  }

  async function serve(content: PolicyFiles, asked: Asked): Promise<Publication> {
    const revision = revisions.length + 1;
    const archive = await buildBundle(content, revision, signingKey());
    const etag = etagOf(revision, archive);
    const confirmation = await confirm({ etag, revision });
    const servedAt = new Date().toISOString();
    const publication: Publication = { outcome: 'served', revision, ...asked, servedAt };
    revisions.push({ publication, content, archive, etag, confirmation });
    history.push(publication);
    onServed();
    // Whoever waits for this publication does not wait for that; the next change does.
    void inTurn(() => operatorPolicy.enforce(content));
    return publication;
  }

  async function change(content: PolicyFiles, asked: Asked): Promise<Operation> {
    const refusal = refusalOf(asked, owner(), () => operatorPolicy.ask(asked));
    if (refusal === undefined) return serve(content, asked);
    const refusedAt = new Date().toISOString();
    const refused: RefusedOperation = { outcome: 'refused', ...asked, ...refusal, refusedAt };
    history.push(refused);
    return refused;
  }

  function ask(policy: string, content: PolicyFiles, rollbackTo: number | null, order: Order): Asked {
    const diff = diffContents(revisions.at(-1)?.content ?? nothing, content);
    return { ...order, policy, rollbackTo, diff };
  }

  return {
    begin: (policy, content) => inTurn(() => serve(content, ask(policy, content, null, firstOrder))),
    publish: (policy, content, order) =>
      inTurn(() => change(content, ask(policy, content, null, { ...order, action: 'publish' }))),
    rollback: (to, order) =>
      inTurn(async () => {
        const original = revisions[to - 1];
        if (original === undefined) return undefined;
        const { content, publication } = original;
        return change(content, ask(publication.policy, content, to, { ...order, action: 'rollback' }));
      }),
    history: () => history,
    revisions: () => revisions,
  };
}

type Asked = Omit<Publication, 'outcome' | 'revision' | 'servedAt'>;

const firstOrder: Order = {
  action: 'publish',
  by: 'bundle-service',
  approvedBy: null,
  breakGlass: false,
  reason: 'first publication',
};

function etagOf(revision: number, archive: Buffer): string {
  return `"${revision}-${createHash('sha256').update(archive).digest('hex').slice(0, 16)}"`;
}
