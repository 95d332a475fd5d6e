export type Severity = 'critical' | 'major' | 'minor';

/** Every way an observation or a whole scenario can break its contract, with its weight. */
export const severityOf = {
  'wrong-allow': 'critical',
  'stale-allow': 'critical',
  'revoked-allow': 'critical',
  'unverified-policy': 'critical',
  'obligation-missed': 'critical',
  'wrong-deny': 'major',
  'no-decision': 'major',
  late: 'major',
  'undeclared-mode': 'major',
  'rollback-overrun': 'major',
  'uncontrolled-change': 'major',
  unlogged: 'major',
  misrecorded: 'major',
  'undeclared-input': 'major',
  'long-lived-credential': 'major',
  skew: 'minor',
  'slow-recovery': 'minor',
  herd: 'minor',
  ungoverned: 'minor',
  'unrecorded-input': 'minor',
  contradiction: 'minor',
} as const satisfies Record<string, Severity>;

export type Violation = keyof typeof severityOf;

/** Whether a text names a violation. */
function isViolation(text: string): text is Violation {
  return Object.hasOwn(severityOf, text);
}

/** Most severe first; violations of one severity keep the table's order. */
export const violationsBySeverity: readonly Violation[] = Object.keys(severityOf).filter(isViolation);
