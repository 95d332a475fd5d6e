import type { ActionDeclaration, Contract } from '../contract/contract.ts';
import type { Dependency, FaultSpec } from '../model/fault.ts';
import { formatMs } from '../model/time.ts';

const dependencyNames: Readonly<Record<Dependency, string>> = {
  'policy-service': 'policy service',
  'bundle-service': 'bundle service',
  'context-service': 'context service',
  'log-sink': 'log sink',
};

/** A dependency for a reader, without an article: `policy service`. */
export function dependencyName(dependency: Dependency): string {
  return dependencyNames[dependency];
}

/** The matrix row of a fault: `black-hole policy-service`. */
export function faultKey(spec: FaultSpec): string {
  return `${spec.type} ${spec.on}`;
}

/** A fault for a reader: `policy service black-holed`. */
export function faultTitle(spec: FaultSpec): string {
  const name = dependencyNames[spec.on];
  switch (spec.type) {
    case 'refused':
      return `${name} refused`;
    case 'black-hole':
      return `${name} black-holed`;
    case 'latency':
      return `${name} slow`;
    case 'reset':
      return `${name} reset mid-answer`;
    case 'half-answer':
      return `${name} breaks off its answers`;
    case 'status':
      return `${name} answers ${spec.status}`;
    case 'malformed':
      return `${name} answers malformed`;
    case 'frozen':
      return `${name} frozen`;
    case 'missing-attribute':
      return `${name} leaves out ${spec.attribute}`;
  }
}

/** What was the case while the fault held, to follow `while`: `the policy service was black-holed`. */
export function faultClause(spec: FaultSpec): string {
  const name = `the ${dependencyNames[spec.on]}`;
  switch (spec.type) {
    case 'refused':
      return `${name} refused connections`;
    case 'black-hole':
      return `${name} was black-holed`;
    case 'latency':
      return `${name} was ${formatMs(spec.latencyMs)} slower`;
    case 'reset':
      return `${name} reset its answers`;
    case 'half-answer':
      return `${name} broke off its answers`;
    case 'status':
      return `${name} answered ${spec.status}`;
    case 'malformed':
      return `${name} answered malformed bodies`;
    case 'frozen':
      return `${name} was frozen`;
    case 'missing-attribute':
      return `${name} left out ${spec.attribute}`;
  }
}

/** The declared fallback of an action for a reader: `cache 3 s → deny`. */
export function declaredFallback(action: ActionDeclaration): string {
  const fallback = action.whenUnavailable;
  switch (fallback?.mode) {
    case undefined:
      return 'local';
    case 'deny':
      return 'deny';
    case 'degrade':
      return ['degrade', ...fallback.obligations].join(', ');
    case 'cache':
      return `cache ${formatMs(fallback.maxAgeMs)} → ${fallback.onMiss}`;
  }
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
