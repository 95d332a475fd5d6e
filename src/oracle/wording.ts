import type { ActionDeclaration, Contract } from '../contract/contract.ts';
import type { FaultSite, FaultSpec } from '../model/fault.ts';
import { formatMs } from '../model/time.ts';
import { faultWords } from './fault-words.ts';

const siteNames: Readonly<Record<FaultSite, string>> = {
  'policy-service': 'policy service',
  'bundle-service': 'bundle service',
  'context-service': 'context service',
  'log-sink': 'log sink',
  app: 'application',
};

/**
 * The matrix row of a fault: `black-hole policy-service`. Variants of a type that an application may well handle in
 * different ways have rows of their own: `status-503 policy-service`, `clock-skew-back app`.
 */
export function faultKey(spec: FaultSpec): string {
  return `${variant(spec)} ${spec.on}`;
}

function variant(spec: FaultSpec): string {
  if (spec.type === 'status') return `status-${spec.status}`;
  if (spec.type === 'clock-skew') return spec.skewMs < 0 ? 'clock-skew-back' : 'clock-skew-forward';
  if (spec.type === 'untrusted-bundle') return `${spec.variant}-bundle`;
  return spec.type;
}

/** A fault for a reader: `policy service black-holed`. */
export function faultTitle(spec: FaultSpec): string {
  return `${siteNames[spec.on]} ${faultWords(spec).title}`;
}

/** What was the case while the fault held, to follow `while`: `the policy service was black-holed`. */
export function faultClause(spec: FaultSpec): string {
  return `the ${siteNames[spec.on]} ${faultWords(spec).clause}`;
}

/** When the fault was over, to follow `after`: `the policy service had healed`. */
export function healedClause({ on }: FaultSpec): string {
  return on === 'app' ? 'the application was itself again' : `the ${siteNames[on]} had healed`;
}

/** The declared fallback of an action for a reader: `cache 3 s → deny`. */
export function declaredFallback(action: ActionDeclaration): string {
  const fallback = action.whenUnavailable;
  if (fallback === null) return 'local';
  if (fallback.mode === 'degrade') return ['degrade', ...fallback.obligations].join(', ');
  return fallback.mode === 'cache' ? `cache ${formatMs(fallback.maxAgeMs)} → ${fallback.onMiss}` : 'deny';
}

/** What the contract says of an input for a reader: `context.risk at most 2 s old, stale → deny, missing → deny`. */
export function declaredInput(contract: Contract, name: string): string {
  const input = contract.inputs[name];
  if (input === undefined) return name;
  const age = input.maxAgeMs === null ? '' : ` at most ${formatMs(input.maxAgeMs)} old,`;
  return `${name}${age} stale → ${input.onStale}, missing → ${input.onMissing}`;
}

/** A count with thousands apart: `2,310`. */
export function formatCount(count: number): string {
  return String(count).replaceAll(/\B(?=(\d{3})+$)/g, ',');
}

/** A moment since the scenario's start: `+8.21 s`. */
export function formatMoment(ms: number): string {
  return `+${(ms / 1_000).toFixed(2)} s`;
}

/** `a`, `a and b`, `a, b and c`. */
export function listed(items: readonly string[]): string {
  if (items.length < 2) return items.join('');
  return `${items.slice(0, -1).join(', ')} and ${items.at(-1)}`;
}

/** The first of several reasons, and how many more there are. */
export function shortly(reasons: readonly string[]): string {
  const [first = '', ...others] = reasons;
  return others.length === 0 ? first : `${first}, and ${others.length} more`;
}
