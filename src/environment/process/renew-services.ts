import type { Dependency } from '../../model/fault.ts';
import type { DependencyPath, ServiceAddress } from '../environment.ts';
import { EnvironmentError } from '../environment-error.ts';
import type { ProvidedFaultProxy } from '../fault-proxy/provider.ts';
import { changeOf, changeOfProxy } from './as-started.ts';
import { controlCall } from './control-call.ts';
import { entryFile } from './entry.ts';
import { removePaths } from './leftover-faults.ts';
import { logEnd } from './log-reader.ts';
import { addressOf } from './port.ts';
import { addressesFor, layPath } from './proxies.ts';
import { waitUntilReady } from './ready-check.ts';
import type { ServiceProcess } from './service-process.ts';
import type { ProxySettings, ServiceSettings, StandingServices } from './standing-services.ts';
import { policyServiceEdge } from './topology.ts';

/** Longest that a service takes to be told what it has to know of the next drill. */
const handedOnWithinMs = 1_000;

/** Services as a drill finds them. */
export interface PreparedServices {
  readonly addresses: Readonly<Record<Dependency, ServiceAddress>>;
  readonly faultProxy: ProvidedFaultProxy;
  /** The policy service's own; those of the replicas are still to be laid. */
  readonly path: DependencyPath;
  /** Every process of it that is ours. */
  readonly members: readonly ServiceProcess[];
  /** How many records the log sink has had from drills before. */
  readonly logStart: number;
}

/**
 * Makes services as they are when they have been started: what stands stays if it proves to be so, all else is
 * started. Dependencies come before their consumers, and side by side where they are independent.
 * @throws EnvironmentError
 */
export async function renewServices(
  standing: StandingServices,
  settings: ServiceSettings,
  signal: AbortSignal,
): Promise<PreparedServices> {
  const before = { ...standing, services: new Map(standing.services) };
  await handOnBundleService(standing, settings.contractFile, signal);
  const [bundleService, contextService, logSink, faultProxy] = await Promise.all([
    renew(standing, 'bundle-service', signal, { LEDGER_CONTRACT: settings.contractFile }),
    renew(standing, 'context-service', signal),
    renew(standing, 'log-sink', signal),
    renewProxy(standing, settings, signal),
  ]);
  const path = await renewPath(standing, faultProxy, bundleService, signal);
  // A policy service that has followed another bundle service remembers what this one never published.
  const sameSource =
    before.services.get('bundle-service') === bundleService && before.path?.proxiedUrl === path.proxiedUrl;
  if (!sameSource) await end(standing, 'policy-service');
  const { entry, env } = standing.policyService;
  const policyEnv = { ...env, ...addressesFor('policy-service', [path]) };
  const policyService = await renew(standing, 'policy-service', signal, policyEnv, entry);
  await waitUntilReady(policyService, signal);

  const sinkStays = before.services.get('log-sink') === logSink;
  const sink = addressesOf(logSink);
  standing.logEnd = await logEnd(sink.controlUrl, sinkStays ? standing.logEnd : 0, signal);
  const services = new Set([bundleService, contextService, logSink, policyService]);
  return {
    addresses: {
      'policy-service': addressesOf(policyService),
      'bundle-service': addressesOf(bundleService),
      'context-service': addressesOf(contextService),
      'log-sink': sink,
    },
    faultProxy,
    path,
    members: standing.crew
      .members()
      .filter((member) => services.has(member) || member.pid === faultProxy.pid),
    logStart: standing.logEnd,
  };
}

/**
 * Tells a bundle service that stands by which contract it goes now, and lets it forget what was reported to it. One that
 * cannot be told so is ended.
 */
async function handOnBundleService(
  standing: StandingServices,
  contractFile: string,
  signal: AbortSignal,
): Promise<void> {
  const found = standing.services.get('bundle-service');
  if (found === undefined || found.ended()) return;
  try {
    const url = `${found.controlUrl}/control`;
    const giveUp = AbortSignal.any([signal, AbortSignal.timeout(handedOnWithinMs)]);
    await controlCall(`${url}/contract`, { method: 'PUT', body: { file: contractFile }, signal: giveUp });
    await controlCall(`${url}/status`, { method: 'DELETE', signal: giveUp });
  } catch {
    // Whatever it was, a new one does not have it.
    await end(standing, 'bundle-service');
  }
}

async function renew(
  standing: StandingServices,
  name: Dependency,
  signal: AbortSignal,
  env: Readonly<Record<string, string>> = {},
  entry: string = entryFile(`reference/${name}/main`),
): Promise<ServiceProcess> {
  const found = standing.services.get(name);
  if (found !== undefined && (await changeOf(found)) === undefined) return found;
  await end(standing, name);
  const started = await standing.crew.start({ name, entry, env }, signal);
  standing.services.set(name, started);
  return started;
}

/** Ends a service, if it stands. @throws EnvironmentError where it cannot be ended */
async function end({ services }: StandingServices, name: Dependency): Promise<void> {
  const found = services.get(name);
  services.delete(name);
  const ended = await found?.stop();
  if (ended?.ok === false) throw notEnded(name, ended.note);
}

async function renewProxy(
  standing: StandingServices,
  settings: ProxySettings,
  signal: AbortSignal,
): Promise<ProvidedFaultProxy> {
  const { proxy, path, provider, crew } = standing;
  if (proxy !== undefined) {
    const alike = proxy.seed === settings.seed && proxy.proxyPort === settings.proxyPort;
    const kept = path === undefined ? [] : [path.name];
    if (alike && (await changeOfProxy(proxy.provided, kept)) === undefined) return proxy.provided;
    standing.path = undefined;
    standing.proxy = undefined;
    const ended = await proxy.provided.stop();
    if (!ended.ok) throw notEnded('fault-proxy', ended.note);
  }
  try {
    const { proxyPort: port, seed } = settings;
    const startChild: Parameters<typeof provider.start>[0]['startChild'] = (order) =>
      crew.start(order, signal);
    const provided = await provider.start({ port, seed, signal, startChild });
    standing.proxy = { ...settings, provided };
    return provided;
  } catch (cause) {
    if (cause instanceof EnvironmentError) throw cause;
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new EnvironmentError('start-failed', 'fault-proxy', `${provider.name}: ${why}`, { cause });
  }
}

/** Lays the policy service's path anew, so that nothing of it is counted for the drills before, at the same address. */
async function renewPath(
  standing: StandingServices,
  faultProxy: ProvidedFaultProxy,
  bundleService: ServiceProcess,
  signal: AbortSignal,
): Promise<DependencyPath> {
  const before = standing.path;
  const listen = before === undefined ? undefined : addressOf(before.proxiedUrl);
  standing.path = undefined;
  if (before !== undefined) await removePaths(faultProxy, [before]);
  const path = await layPath(faultProxy.client, policyServiceEdge, bundleService.url, signal, listen);
  standing.path = path;
  return path;
}

function addressesOf({ name, url, controlUrl }: ServiceProcess): ServiceAddress {
  if (controlUrl === undefined) {
    throw new EnvironmentError('start-failed', name, `${name} named no control port`);
  }
  return { url, controlUrl };
}

function notEnded(name: string, note = 'for reasons unknown'): EnvironmentError {
  return new EnvironmentError('start-failed', name, `${name} could not be ended: ${note}`);
}
