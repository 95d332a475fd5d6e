import { parse } from 'yaml';
import { z } from 'zod';
import { PolicyRejected, type PolicyFiles } from '../../engine/engine.ts';
import { remoteSet } from '../../policy-service/evaluate.ts';
import { knownPrograms } from '../known-programs.ts';

const { folder, extension } = knownPrograms.cerbos.twin;

/** The kinds of policy that have a version. Others are shared by all versions, and could not be put in force with one of them. */
const body = z.looseObject({ version: z.literal('default') });
const policyDocument = z.union([
  z.strictObject({ apiVersion: z.string(), resourcePolicy: body }),
  z.strictObject({ apiVersion: z.string(), principalPolicy: body }),
]);
const facts = z.record(z.string(), z.unknown());

/** The resource of a policy that every version has: it allows everything, so that its answer tells whether the version is there. */
export const markerResource = 'policy-table';

/**
 * The policies for Cerbos in a bundle, as one version of them: `version: default` becomes that version, and what `remote/data.json`
 * knows is `C.data` to their rules, so that rules and facts come into force together.
 * @returns the files by name
 * @throws PolicyRejected where the bundle has none, or they are not of that kind
 */
export function stampPolicies(files: PolicyFiles, version: string): PolicyFiles {
  const own = [...files].filter(([path]) => path.startsWith(`${folder}/`) && path.endsWith(extension));
  if (own.length === 0) throw new PolicyRejected('there are no policies for Cerbos in it');
  const data = attempt(`${remoteSet}/data.json`, () =>
    facts.parse(JSON.parse(files.get(`${remoteSet}/data.json`) ?? '{}')),
  );
  const stamped = own.map(([path, text]): [string, string] => {
    const document = attempt(path, () => policyDocument.parse(parse(text)));
    const stamp = { version, constants: { local: { data } } };
    const written =
      'resourcePolicy' in document
        ? { ...document, resourcePolicy: { ...document.resourcePolicy, ...stamp } }
        : { ...document, principalPolicy: { ...document.principalPolicy, ...stamp } };
    // JSON is YAML, too.
    return [path.slice(folder.length + 1).replaceAll('/', '-'), JSON.stringify(written)];
  });
  return new Map([...stamped, [`marker${extension}`, JSON.stringify(markerPolicy(version))]]);
}

function markerPolicy(version: string): object {
  const rules = [{ actions: ['*'], roles: ['*'], effect: 'EFFECT_ALLOW' }];
  return {
    apiVersion: 'api.cerbos.dev/v1',
    resourcePolicy: { resource: markerResource, version, rules },
  };
}

function attempt<T>(path: string, read: () => T): T {
  try {
    return read();
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new PolicyRejected(`${path} is no policy for Cerbos: ${why}`, { cause });
  }
}
