import { loadPolicy } from '@open-policy-agent/opa-wasm';
import { z } from 'zod';
import { PolicyRejected, type PolicyAnswer, type PolicyEngine } from '../engine.ts';
import { engineOfSets, type DecideBySet } from '../engine-of-sets.ts';
import { bytesOf, type PolicyFiles } from '../policy-files.ts';
import type { FittingQuestion } from '../request-shape.ts';

/** Name of a set's compiled Rego, in its folder. */
export const wasmFile = 'policy.wasm';

/** What is asked of the Rego of a set: a document of the package that is named for it. */
export function entrypointOf(set: string): string {
  return `ledger/${set}/decision`;
}

const entrypoints = z.record(z.string(), z.number());
const answer = z.tuple([z.object({ result: z.strictObject({ allow: z.boolean(), reason: z.string() }) })]);

/**
 * Rego in the process, compiled to WebAssembly ahead of time by `opa build -t wasm`. A set's facts are
 * `data.ledger.<set>`, as they are to Open Policy Agent itself.
 * @param wanted the sets that it will be asked
 */
export function createOpaWasmEngine(wanted: ReadonlySet<string>): PolicyEngine {
  return engineOfSets(wanted, loadSet);
}

async function loadSet(files: PolicyFiles, set: string, facts: object): Promise<DecideBySet> {
  const path = `${set}/${wasmFile}`;
  const entrypoint = entrypointOf(set);
  const policy = await loadModule(files, path);
  if (!Object.hasOwn(entrypoints.parse(policy.entrypoints), entrypoint))
    throw new PolicyRejected(`${path} has no entrypoint ${entrypoint}`);
  policy.setData({ ledger: { [set]: facts } });
  return (question) => read(policy.evaluate(inputOf(question), entrypoint));
}

async function loadModule(files: PolicyFiles, path: string): ReturnType<typeof loadPolicy> {
  const module = files.get(path);
  if (module === undefined) throw new PolicyRejected(`there is no ${path}`);
  try {
    return await loadPolicy(new Uint8Array(bytesOf(path, module)));
  } catch (cause) {
    // The library throws texts, too.
    throw new PolicyRejected(`${path}: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
  }
}

/** An access evaluation of AuthZEN, which is what the ledger's Rego reads wherever it is evaluated. */
function inputOf({ action, ...question }: FittingQuestion): object {
  return { ...question, action: { name: action } };
}

/** Anything but a whole answer is none: of a decision that is undefined there is only an empty list. */
function read(result: unknown): PolicyAnswer {
  const parsed = answer.safeParse(result);
  if (!parsed.success) return { outcome: 'deny', reason: 'the policies decide nothing' };
  const [{ result: decision }] = parsed.data;
  return { outcome: decision.allow ? 'allow' : 'deny', reason: decision.reason };
}
