import { formatMs } from '../model/time.ts';
import type { Violation } from '../model/violation.ts';
import type { ViolationGroup } from './violation-groups.ts';
import type { Members } from './members.ts';
import type { RollbackJudgement } from './rollback/judge-rollback.ts';
import { slowestOf } from './rollback/spread.ts';
import {
  declaredFallback,
  healedClause,
  faultClause,
  formatCount,
  formatMoment,
  listed,
  shortly,
} from './wording.ts';

export interface FindingTexts {
  readonly title: string;
  /** The whole finding in one or two sentences. */
  readonly headline: string;
  readonly seen: string;
}

/** What was seen, in the words of a reader who was not there. */
export function findingTexts(group: ViolationGroup, rollbacks: readonly RollbackJudgement[]): FindingTexts {
  const { members, violation } = group;
  if (violation === 'uncontrolled-change') return uncontrolledTexts(group);
  const slowest = slowestOf(rollbacks);
  if (violation === 'rollback-overrun' && slowest !== null) return overrunTexts(slowest);
  const first = members.first?.seen.sent ?? 0;
  // Where several policies were taken back, the last that had been published by then.
  const rollback = rollbacks.findLast((one) => one.published <= first) ?? rollbacks[0] ?? null;
  const when = circumstance(group, rollback);
  if (violation === 'herd') return stormTexts(group, when);
  const action = group.action ?? 'requests';
  const share = `${formatCount(members.count)} of ${formatCount(group.of)}`;
  const at = formatMoment(first);
  const until = formatMoment(members.lastSent);
  const span = members.count === 1 ? `at ${at}` : `from ${at} to ${until}`;
  const detail = group.details.length === 0 ? '' : ` (${group.details.slice(0, 2).join('; ')})`;
  const count = `${share} ${action} requests ${were[violation]}${instead(group)}`;
  return {
    title: [action, was[violation], when].filter((part) => part !== '').join(' '),
    headline: `${when === '' ? count : `${capital(when)}, ${count}`}. First at ${at}.`,
    seen: `${share} ${plainly(group, rollback)}${detail} on ${replicas(members)}, ${span}.`,
  };
}

const was: Readonly<Record<Violation, string>> = {
  'wrong-allow': 'was allowed',
  'stale-allow': 'was allowed on something too old',
  'revoked-allow': 'was allowed after its revocation',
  'unverified-policy': 'was decided on an unverified policy',
  'obligation-missed': 'showed what it had to hide',
  'wrong-deny': 'was denied',
  'no-decision': 'got no decision',
  late: 'was answered too late',
  'undeclared-mode': 'was decided in an undeclared way',
  'rollback-overrun': 'was decided by a bad rule for too long',
  'uncontrolled-change': 'was changed past change control',
  unlogged: 'is missing from the decision log',
  misrecorded: 'is recorded wrongly in the decision log',
  skew: 'went back to an older policy revision',
  'slow-recovery': 'went on with its fallback',
  herd: 'came all at once',
  'undeclared-input': 'rested on an undeclared input',
  'long-lived-credential': 'is asked with a long-lived credential',
  ungoverned: 'is not governed',
  'unrecorded-input': 'is recorded without an input',
  contradiction: 'is declared in two ways',
};

const were: Readonly<Record<Violation, string>> = {
  ...was,
  'wrong-allow': 'were allowed',
  'stale-allow': 'were allowed on something older than its bound',
  'revoked-allow': 'were allowed after the revocation',
  'unverified-policy': 'were decided on an unverified policy',
  'wrong-deny': 'were denied',
  late: 'were answered after the budget',
  'undeclared-mode': 'were decided in an undeclared way',
  unlogged: 'are missing from the decision log',
  misrecorded: 'are recorded wrongly in the decision log',
};

/** Under what circumstances: `while the policy service was black-holed`. Empty where they have nothing to do with it. */
function circumstance(group: ViolationGroup, rollback: RollbackJudgement | null): string {
  const { members, fault } = group;
  if (fault !== null) {
    return members.whens.has('during')
      ? `while ${faultClause(fault.spec)}`
      : `after ${healedClause(fault.spec)}`;
  }
  if (group.violation === 'unlogged' || group.violation === 'misrecorded') return '';
  const first = members.first?.seen.sent ?? 0;
  if (rollback === null || first < rollback.published) return 'while nothing was broken';
  const { policy } = rollback.report;
  return first < rollback.ordered
    ? `under the policy ${policy}`
    : `after the policy ${policy} was taken back`;
}

/** What was declared instead of what was seen. */
function instead({ violation, members: { first } }: ViolationGroup): string {
  if (first === undefined) return '';
  const fallback = first.when === 'during' ? first.cell.action.whenUnavailable?.mode : undefined;
  if (violation === 'wrong-allow') return ' where deny was declared';
  if (violation === 'undeclared-mode') return `, not by ${declaredFallback(first.cell.action)}`;
  if (violation !== 'wrong-deny') return '';
  return fallback === undefined || fallback === 'deny'
    ? ' although the contract allows them'
    : ` where ${fallback} was declared`;
}

/** What was seen, with what tells how it came about. */
function plainly({ violation, members }: ViolationGroup, rollback: RollbackJudgement | null): string {
  const text = plain[violation]?.(members) ?? were[violation];
  return rollback === null || violation === 'unverified-policy' ? text : `${text}${revisions(members)}`;
}

type Describe = (members: Members) => string;

const allowed: Describe = (members) => `allowed${modes(members)}${ages(members)}`;
const decided: Describe = (members) => `decided${modes(members)}`;

const plain: Partial<Record<Violation, Describe>> = {
  'wrong-allow': allowed,
  'stale-allow': allowed,
  'revoked-allow': allowed,
  'unverified-policy': (members) => `decided${modes(members)}${revisions(members)}`,
  'wrong-deny': (members) => `denied${modes(members)}`,
  'no-decision': (members) => `without a decision (${listed([...members.errors])})`,
  late: (members) => `late, the slowest after ${formatMs(members.slowestMs)}`,
  'obligation-missed': (members) => `showed ${listed([...members.exposed])}`,
  'undeclared-mode': decided,
  'slow-recovery': decided,
  unlogged: () => 'without a record',
  misrecorded: () => 'recorded otherwise',
};

function modes(members: Members): string {
  const named = [...members.modes].toSorted();
  return named.length === 0 ? '' : ` with mode ${listed(named)}`;
}

/** Which policy they came from, where there was more than one. */
function revisions(members: Members): string {
  const named = [...members.revisions].toSorted((a, b) => a - b);
  return named.length === 0 ? '' : ` under policy revision ${listed(named.map(String))}`;
}

function ages({ oldestAgeMs }: Members): string {
  return Number.isFinite(oldestAgeMs) ? `, up to ${formatMs(oldestAgeMs)} old by its own account,` : '';
}

function replicas(members: Members): string {
  const names = [...members.replicas].toSorted();
  return `${names.length === 1 ? 'replica' : 'replicas'} ${listed(names)}`;
}

function overrunTexts({ report, stuck }: RollbackJudgement): FindingTexts {
  const objective = formatMs(report.objectiveMs);
  const took = `${formatMs(report.totalMs ?? 0)} (±${formatMs(report.errorMs)})`;
  const wrong = formatCount(report.wrongAllows + report.wrongDenies + report.undecided);
  const still =
    stuck.length === 0 ? '' : ` After ${objective}, an older revision still decided on ${listed(stuck)}.`;
  const headline =
    stuck.length === 0
      ? `The last wrong decision came ${took} after the rollback of the policy ${report.policy} was ordered; ${objective} were declared.`
      : `When the ${objective} declared for taking back the policy ${report.policy} had passed, it still decided on ${listed(stuck)}.`;
  return {
    title: `Taking back the policy ${report.policy} overran its objective`,
    headline,
    seen: `${took} from the command to the last wrong decision, ${wrong} wrong decisions altogether.${still}`,
  };
}

function uncontrolledTexts({ details }: ViolationGroup): FindingTexts {
  const [first = '', ...others] = details;
  return {
    title: 'A policy was changed past change control',
    headline: `${capital(shortly([first, ...others]))}.`,
    seen: `${capital(details.join('; '))}.`,
  };
}

function stormTexts({ details, members }: ViolationGroup, when: string): FindingTexts {
  const [excess = ''] = details;
  const since = formatMoment(members.first?.seen.sent ?? 0);
  return {
    title: `More requests reached the policy service than were declared ${when}`,
    headline: `${capital(when)}, ${excess}.`,
    seen: `${excess}, for ${formatCount(members.count)} decisions from ${since} on.`,
  };
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
