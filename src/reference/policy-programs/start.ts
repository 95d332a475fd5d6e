import { setTimeout as pause } from 'node:timers/promises';
import { openPolicyService } from '../policy-service/open-service.ts';
import { requiredVariable } from '../service/environment.ts';
import type { Lifetime, Started } from '../service/run-service.ts';
import { cerbos } from './cerbos/cerbos.ts';
import { knownProgram, knownPrograms, type ProgramName } from './known-programs.ts';
import { opa } from './opa/opa.ts';
import type { PolicyProgram } from './policy-program.ts';

const programs: Readonly<Record<ProgramName, PolicyProgram>> = { opa, cerbos };
const askEveryMs = 20;

/**
 * Starts a program that is not ours as the remote policy service. It decides; before it stands an AuthZEN front, which is what
 * the application asks and what can be made to misbehave.
 */
export async function startPolicyProgram(lifetime: Lifetime): Promise<Started> {
  const name = knownProgram(requiredVariable('POLICY_PROGRAM'));
  const { short, variable } = knownPrograms[name];
  const program = requiredVariable(variable);
  const running = await programs[name].start({
    program,
    bundleServiceUrl: requiredVariable('BUNDLE_SERVICE_URL'),
  });
  const { pid, ended } = running.process;
  lifetime.onStop(() => running.process.stop());
  lifetime.onStop(() => running.close());
  const broken = ended.then((how) => new Error(`${short} (${program}) ${how}`));
  let over = false;
  void ended.then(() => (over = true));
  while (!(await running.isUp())) {
    if (over) throw await broken;
    await pause(askEveryMs);
  }
  const started = await openPolicyService(await running.decider(lifetime), lifetime);
  return { ...started, helpers: [{ name, pid }], broken };
}
