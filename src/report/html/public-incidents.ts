export const minute = 60_000;
export const hour = 60 * minute;

/** A bad change that became public. */
export interface Incident {
  readonly name: string;
  /** How long it took to take it back. */
  readonly ms: number;
  /** What that measures. */
  readonly measured: string;
  /** How quickly the bad change had spread, where that is known. */
  readonly spread: string;
}

/**
 * How long it took to take a bad change back in public. Sources: GitHub availability report, November 2023; Cloudflare,
 * "Details of the Cloudflare outage on July 2, 2019" and its report on 2025-12-05; Google Cloud incident
 * ow5i3PPK96RduMcb1SsW; Microsoft's root cause analysis of 2021-03-15; the press on Salesforce, 2019-05-17.
 */
export const incidents: readonly Incident[] = [
  incident('Cloudflare rule killswitch 2025-12-05', 21 * minute, 'alert to reverted'),
  incident('GitHub authorization service 2023-11-03', 24 * minute, 'alert to rollback done'),
  incident('Cloudflare WAF rule 2019-07-02', 25 * minute, 'rule out to WAF terminated', '2.29 s (p99)'),
  incident('Google Service Control 2025-06-12', 40 * minute, 'start to switch-off rolled out', 'seconds'),
  incident(
    'Azure AD signing key 2021-03-15',
    125 * minute,
    'start to key back; clients held on to old keys until 14 h 25 min',
  ),
  incident(
    'Salesforce allows too much 2019-05-17',
    15 * hour,
    'outage while permissions were put back, roughly',
  ),
];

function incident(name: string, ms: number, measured: string, spread = '–'): Incident {
  return { name, ms, measured, spread };
}
