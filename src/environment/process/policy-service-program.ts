import { entryFile } from './entry.ts';

/** Who plays the remote policy service of a drill: a child that speaks the child-process protocol, as all others do. */
export interface PolicyServiceProgram {
  /** Path of its main module. */
  readonly entry: string;
  /** What it is told besides where its bundles are. */
  readonly env: Readonly<Record<string, string>>;
}

/** Ours: Cedar in the process. */
export function referencePolicyService(): PolicyServiceProgram {
  return { entry: entryFile('reference/policy-service/main'), env: {} };
}

/** A program that is not ours, behind a front of ours. @param env which program that is, and where */
export function otherPolicyService(env: Readonly<Record<string, string>>): PolicyServiceProgram {
  return { entry: entryFile('reference/policy-programs/main'), env };
}
