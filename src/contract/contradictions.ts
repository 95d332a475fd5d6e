import type { Problem } from '../model/problem.ts';
import { formatMs } from '../model/time.ts';
import type { PointAt } from './check-shape.ts';
import type { ActionDeclaration, Contract, DecisionInput } from './contract.ts';
import type { Contradiction } from './contradiction.ts';
import { inPolicyTimes, unaskedMs } from './policy-times.ts';
import { undeclared } from './undeclared.ts';

/** Everything a contract says that cannot be kept, or not all at once. */
export function findContradictions(contract: Contract, at: PointAt): Problem[] {
  const found = [
    ...Object.entries(contract.inputs).flatMap(([name, input]) => inInput(name, input)),
    ...Object.entries(contract.actions).flatMap(([name, action]) => inAction(contract, name, action)),
    ...inPolicyTimes(contract),
    ...inRevocation(contract),
    ...inCredential(contract),
    ...inDecisionLog(contract),
  ];
  return found.map((one) => at(one.path, { ...one, code: one.code ?? 'contradiction' }));
}

/** Sources that come with the question: nobody has to be asked for what they hold. */
const carried: ReadonlySet<string> = new Set(['token', 'request']);

function inInput(name: string, input: DecisionInput): Contradiction[] {
  const path = ['inputs', name];
  if (input.local) {
    if (input.timeoutMs === null) return [];
    return [
      {
        path: [...path, 'timeout'],
        part: 'key',
        message: `the local input "${name}" is never waited for, yet it has a timeout`,
        hint: 'remove the timeout, or say local: false',
      },
    ];
  }
  const found: Contradiction[] = [];
  if (carried.has(input.from)) {
    found.push({
      path: [...path, 'from'],
      message: `the input "${name}" comes with the ${input.from}, yet it is said to come from elsewhere`,
      hint: 'say local: true, or name the service that is asked for it',
    });
  }
  if (input.maxAgeMs === null) {
    found.push({
      path,
      part: 'key',
      message: `the input "${name}" comes from elsewhere and has no maxAge: a value of any age would do`,
      hint: 'say how old it may be (maxAge: 2s)',
    });
  }
  if (input.timeoutMs === null) {
    found.push({
      path,
      part: 'key',
      message: `the input "${name}" comes from elsewhere and has no timeout: an answer could be waited for without end`,
      hint: 'say how long the application waits for it (timeout: 200ms)',
    });
  }
  return found;
}

function inAction(contract: Contract, name: string, action: ActionDeclaration): Contradiction[] {
  return [
    ...inFallback(contract, name, action),
    ...action.uses.flatMap((input, index) => inUse(contract, name, action, input, index)),
    ...inAnswerTime(contract, name, action),
  ];
}

function inFallback(contract: Contract, name: string, action: ActionDeclaration): Contradiction[] {
  const path = ['actions', name];
  const fallback = action.whenUnavailable;
  if (action.decide === 'local') {
    if (fallback === null) return [];
    return [
      {
        path: [...path, 'whenUnavailable'],
        part: 'key',
        message: `"${name}" is decided locally, so it has nothing to fall back from`,
        hint: 'remove whenUnavailable, or say where it is decided (decide: remote)',
      },
    ];
  }
  if (fallback === null) {
    return [
      {
        path,
        part: 'key',
        message: `"${name}" asks the policy service and does not say what happens when that is out`,
        hint: 'add whenUnavailable: { mode: deny }, or degrade, or cache',
      },
    ];
  }
  const at = [...path, 'whenUnavailable'];
  if (fallback.mode === 'degrade') {
    const found: Contradiction[] = fallback.obligations.flatMap((obligation, index) =>
      Object.hasOwn(contract.obligations, obligation)
        ? []
        : [
            {
              path: [...at, 'obligations', index],
              ...undeclared('obligation', obligation, Object.keys(contract.obligations)),
            },
          ],
    );
    if (action.risk !== 'high') return found;
    return [
      ...found,
      {
        path: [...at, 'mode'],
        severity: 'warning',
        message: `the high-risk action "${name}" goes on by the coarser policy "${fallback.policy}" while the policy service is out`,
        hint: 'say mode: deny, unless that policy never allows what the full one denies',
      },
    ];
  }
  if (fallback.mode === 'cache' && fallback.maxAgeMs > contract.revocation.boundMs) {
    return [
      {
        path: [...at, 'maxAge'],
        message: `a cached allow may be ${formatMs(fallback.maxAgeMs)} old, but a revoked subject must be out after ${formatMs(contract.revocation.boundMs)}`,
        hint: 'shorten this maxAge to revocation.bound, or lengthen the bound',
      },
    ];
  }
  return [];
}

function inUse(
  contract: Contract,
  name: string,
  action: ActionDeclaration,
  input: string,
  index: number,
): Contradiction[] {
  const path = ['actions', name, 'uses', index];
  const declared = contract.inputs[input];
  if (declared === undefined) return [{ path, ...undeclared('input', input, Object.keys(contract.inputs)) }];
  const found: Contradiction[] = [];
  if (action.uses.indexOf(input) < index) {
    found.push({ path, code: 'duplicate', message: `the input "${input}" is named twice` });
  }
  if (action.risk === 'high' && (declared.onStale === 'ignore' || declared.onMissing === 'ignore')) {
    found.push({
      path,
      severity: 'warning',
      message: `the high-risk action "${name}" rests on "${input}", which is ignored when it is stale or missing`,
      hint: 'a rule that forbids by this input is skipped whenever its source is out',
    });
  }
  return found;
}

/** Asking inputs at once and then the policy service must fit in the budget. */
function inAnswerTime(contract: Contract, name: string, action: ActionDeclaration): Contradiction[] {
  const waits = action.uses.map((input) => contract.inputs[input]?.timeoutMs ?? 0);
  const inputsMs = Math.max(0, ...waits);
  const serviceMs = action.decide === 'local' ? 0 : contract.policyService.timeoutMs;
  if (inputsMs + serviceMs <= contract.budgetMs) return [];
  const sum =
    inputsMs === 0
      ? ''
      : ` (${formatMs(inputsMs)} for its inputs + ${formatMs(serviceMs)} for the policy service)`;
  return [
    {
      path: ['actions', name],
      part: 'key',
      message: `"${name}" may wait ${formatMs(inputsMs + serviceMs)}${sum}, but every answer is due within ${formatMs(contract.budgetMs)}`,
      hint: 'shorten a timeout or lengthen the budget',
    },
  ];
}

/** Ways on which a revoked subject could be let in for longer than the bound. */
function inRevocation(contract: Contract): Contradiction[] {
  const { policy, revocation } = contract;
  const bound = formatMs(revocation.boundMs);
  const found: Contradiction[] = [];
  if (unaskedMs(policy) > revocation.boundMs) {
    found.push({
      path: ['revocation', 'bound'],
      message: `a revoked subject must be out after ${bound}, but a replica asks for policy only every ${formatMs(policy.pollEveryMs)}`,
      hint: 'poll more often or lengthen the bound',
    });
  }
  if (policy.maxAgeMs > revocation.boundMs) {
    if (policy.onExpired === 'keep') {
      found.push({
        path: ['policy', 'onExpired'],
        severity: 'warning',
        message: `a replica without contact keeps its bundle for ever, so a revocation may never reach it within ${bound}`,
        hint: 'say onExpired: deny, or degrade',
      });
    } else if (policy.distribution !== 'release' && decidesHere(contract)) {
      found.push({
        path: ['policy', 'maxAge'],
        message: `a replica without contact may decide on a bundle of ${formatMs(policy.maxAgeMs)} ago, but a revoked subject must be out after ${bound}`,
        hint: 'shorten maxAge to revocation.bound, or lengthen the bound',
      });
    }
  }
  if (policy.distribution === 'release') found.push(...inTokens(contract, bound));
  return found;
}

/** A policy that comes with the release cannot take anything back: what a token says goes on until it is too old. */
function inTokens({ inputs, revocation }: Contract, bound: string): Contradiction[] {
  return Object.entries(inputs).flatMap(([name, { from, maxAgeMs }]): Contradiction[] => {
    if (from !== 'token' || (maxAgeMs !== null && maxAgeMs <= revocation.boundMs)) return [];
    const age = maxAgeMs === null ? 'of any age' : `${formatMs(maxAgeMs)} old`;
    return [
      {
        path: ['inputs', name],
        part: 'key',
        severity: 'warning',
        message: `"${name}" may come from a token ${age}, but a revoked subject must be out after ${bound}`,
        hint: 'shorten its maxAge to revocation.bound, or distribute policy while the service runs',
      },
    ];
  });
}

/** Whether any decision is made on the replica's own bundle. */
function decidesHere({ actions }: Contract): boolean {
  return Object.values(actions).some(
    ({ decide, whenUnavailable }) => decide === 'local' || whenUnavailable?.mode === 'degrade',
  );
}

/** Beyond a day a stolen credential is as good as one without an end. */
const longestCredentialMs = 24 * 60 * 60 * 1_000;

function inCredential({ policyService: { credential } }: Contract): Contradiction[] {
  if (credential.lifetimeMs <= longestCredentialMs) return [];
  return [
    {
      path: ['policyService', 'credential', 'lifetime'],
      severity: 'warning',
      message: `the credential for the policy service lives for ${formatMs(credential.lifetimeMs)}: whoever steals it has it for as long`,
      hint: 'let it live for hours at the most, and renew it while the service runs',
    },
  ];
}

function inDecisionLog(contract: Contract): Contradiction[] {
  if (contract.decisionLog.whenSinkDown !== 'drop' || contract.decisionLog.maxLoss > 0) return [];
  return [
    {
      path: ['decisionLog', 'whenSinkDown'],
      message: 'records are dropped while the sink is down, but none may be missing (maxLoss: 0)',
      hint: 'say whenSinkDown: buffer, or how many records may be lost',
    },
  ];
}
