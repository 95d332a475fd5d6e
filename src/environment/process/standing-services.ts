import type { Dependency } from '../../model/fault.ts';
import type { DependencyPath } from '../environment.ts';
import type { FaultProxyProvider, ProvidedFaultProxy } from '../fault-proxy/provider.ts';
import type { Crew } from './crew.ts';
import type { PolicyServiceProgram } from './policy-service-program.ts';
import type { ServiceProcess } from './service-process.ts';

/** What a fault proxy is started with; one that was started with other settings is not handed on. */
export interface ProxySettings {
  /** Control port; 0 lets the system choose. */
  readonly proxyPort: number;
  /** Seed of its randomness. */
  readonly seed: number;
}

/** What the services and the fault proxy are started with. */
export interface ServiceSettings extends ProxySettings {
  /** Path of the contract that the application keeps. */
  readonly contractFile: string;
}

/** What stands of a set; filled in as it comes up, so that a start that fails half-way knows what to take away. */
export interface StandingServices {
  readonly crew: Crew;
  readonly provider: FaultProxyProvider;
  readonly policyService: PolicyServiceProgram;
  readonly services: Map<Dependency, ServiceProcess>;
  proxy: (ProxySettings & { readonly provided: ProvidedFaultProxy }) | undefined;
  /** The policy service's own; it stays from drill to drill, since the policy service knows it by its address. */
  path: DependencyPath | undefined;
  /** How many records the log sink has had. */
  logEnd: number;
}
