import { randomUUID } from 'node:crypto';
import type { Context, Handler } from 'hono';
import type { Entity } from '../../engine/engine.ts';
import { diagnose } from '../../service/diagnostics.ts';
import { decide } from '../decide/decide.ts';
import { deadlineAfter } from '../decide/deadline.ts';
import { fallbackDeny } from '../decide/fallback-deny.ts';
import type { Parts } from '../decide/parts.ts';
import type { Question, Verdict } from '../decide/question.ts';
import type { Resource } from '../domain/resources.ts';
import { decisionRecord } from '../log/decision-record.ts';
import type { CallerVariables } from './authenticate.ts';

/** The ledger's own part of an answer, computed only after an allow; undefined where there is no such resource. */
export type Answer = (id: string, caller: Entity) => unknown;

/** Puts a decision in front of an answer. */
export type Guard = (
  action: string,
  resourceOf: (id: string) => Resource,
  answer: Answer,
) => Handler<CallerVariables>;

/**
 * The policy enforcement point. Nothing of a resource leaves the application but through here: decided, logged,
 * and without what the decision's obligations hide.
 */
export function createGuard(parts: Parts, replica: string): Guard {
  return (action, resourceOf, answer) => async (c) => {
    const arrivedAt = performance.now();
    const id = c.req.param('id') ?? '';
    const question: Question = {
      id: randomUUID(),
      subject: c.var.caller,
      action,
      resource: resourceOf(id),
      deadline: deadlineAfter(arrivedAt, parts.contract.budgetMs),
    };
    const verdict = await decideOrDeny(parts, question);
    parts.log.append(decisionRecord(question, verdict, replica));
    describe(c, question, verdict);
    if (verdict.outcome === 'deny') return c.json({ error: 'not permitted', decision: question.id }, 403);
    const data = answer(id, question.subject);
    if (data === undefined) return c.json({ error: `there is no ${question.resource.name}` }, 404);
    return c.json(parts.redact(data, hiddenBy(parts, verdict)));
  };
}

/** A defect of ours must not open anything: whatever goes wrong while deciding is a deny. */
async function decideOrDeny(parts: Parts, question: Question): Promise<Verdict> {
  if (parts.contract.decisionLog.whenSinkDown === 'deny' && !parts.log.accepting()) {
    return fallbackDeny(parts, { question }, 'the decision log cannot be written');
  }
  try {
    return await decide(parts, question);
  } catch (error) {
    diagnose('ledger', 'decision-failed', {
      decision: question.id,
      error: error instanceof Error ? error.stack : String(error),
    });
    return fallbackDeny(parts, { question }, 'deciding failed');
  }
}

function describe(c: Context, question: Question, verdict: Verdict): void {
  c.header('authz-decision-id', question.id);
  c.header('authz-mode', verdict.mode);
  c.header('authz-policy-revision', String(verdict.revision));
  c.header('authz-reason', headerText(verdict.reason));
  // Rounded up: an age that is said to be within its bound must be so.
  if (verdict.ageMs !== undefined) c.header('authz-age-ms', String(Math.ceil(verdict.ageMs)));
}

function hiddenBy({ contract }: Parts, { obligations }: Verdict): readonly string[] {
  return obligations.flatMap((name) => {
    const obligation = contract.obligations[name];
    if (obligation === undefined) throw new Error(`the contract does not define the obligation ${name}`);
    return obligation.hide;
  });
}

/** Reasons hold messages of libraries, and a header takes neither line breaks nor more than ASCII. */
function headerText(text: string): string {
  return text.replaceAll(/[^\x20-\x7e]+/g, ' ').slice(0, 200);
}
