import { z } from 'zod';
import type { Environment } from '../environment/environment.ts';
import { questionBy, usualRequest } from './canary-question.ts';
import type { CanaryQuestion } from './canary-question.ts';
import { controlCall } from './control-call.ts';
import { reasonOf } from './fault-error.ts';
import { flawOf } from './bundle-flaw.ts';
import { readers } from './symptom.ts';
import type { Symptom } from './symptom.ts';

const site = 'bundle-service';
const keySet = z.object({
  keys: z.array(z.looseObject({ kid: z.string(), alg: z.string() })),
  retired: z.array(z.string()),
});
const history = z.object({
  publications: z.array(z.object({ outcome: z.string(), revision: z.int().optional() })),
});

/**
 * A canary that takes the bundle apart as a verifier would: `untrusted: unsigned` and the like, where it is not to be
 * believed. By itself a bundle that is replayed, or conflicts with the one in force, is sound: such a one is known by its
 * revision, held against those that the control port says were published, and by coming without a confirmation.
 * @throws Error where the service's control port does not name the keys that are believed
 */
export async function bundleQuestion(services: Environment['services']): Promise<CanaryQuestion> {
  const { controlUrl } = services[site];
  const { keys, retired } = keySet.parse(JSON.parse(await controlCall('GET', `${controlUrl}/control/keys`)));
  const root = usualRequest(site).path.split('/').at(-1) ?? '';

  async function served(): Promise<number> {
    const said = await controlCall('GET', `${controlUrl}/control/publications`);
    return Math.max(...history.parse(JSON.parse(said)).publications.map(({ revision }) => revision ?? 0));
  }

  async function symptomOf(...[answer, times]: Parameters<CanaryQuestion['read']>): Promise<Symptom> {
    const usual = readers[site](answer, times);
    if (usual !== 'ok' && usual !== 'unconfirmed') return usual;
    const { flaw, revision } = await flawOf(Buffer.from(answer.body), { keys, retired, root });
    if (flaw !== undefined) return `untrusted: ${flaw}`;
    if (usual === 'ok') return usual;
    return `untrusted: ${revision < (await served()) ? 'replayed' : 'conflicting'}`;
  }

  return questionBy(site, undefined, (answer, times) =>
    symptomOf(answer, times).catch((thrown: unknown) => `unreadable: ${reasonOf(thrown)}`),
  );
}
