import { findCerbos } from './cerbos/find-cerbos.ts';
import { findOpa } from './opa/find-opa.ts';

/** Names of the programs that can be the policy service, as they are asked for. */
export const programNames = ['opa', 'cerbos'] as const;
export type ProgramName = (typeof programNames)[number];

/** What is known of a policy program before it runs. */
export interface KnownProgram {
  readonly title: string;
  /** In words that fit a sentence where its title is too long. */
  readonly short: string;
  /** The environment variable that names it. */
  readonly variable: string;
  /** Looks where it may be. @returns undefined where it is not; one that is named is believed to be there */
  readonly find: (env: NodeJS.ProcessEnv) => string | undefined;
  readonly howToInstall: string;
  /** Argument that makes it tell its version, and where that is in what it then says. */
  readonly version: { readonly argument: string; readonly pattern: RegExp };
  /** The ledger's remote policies in its own language: a folder of every policy content that changes them. */
  readonly twin: Twin;
}

/** The Cedar of the `remote` set once more, in another language. */
export interface Twin {
  readonly language: string;
  /** In a policy content, and in a bundle. */
  readonly folder: string;
  readonly extension: string;
}

export const knownPrograms: Readonly<Record<ProgramName, KnownProgram>> = {
  opa: {
    title: 'Open Policy Agent',
    short: 'OPA',
    variable: 'OPA_PROGRAM',
    find: findOpa,
    howToInstall: 'go install github.com/open-policy-agent/opa@v1.9.0',
    version: { argument: 'version', pattern: /^Version: (\S+)$/m },
    twin: { language: 'Rego', folder: 'rego', extension: '.rego' },
  },
  cerbos: {
    title: 'Cerbos',
    short: 'Cerbos',
    variable: 'CERBOS_PROGRAM',
    find: findCerbos,
    howToInstall: `npm install @cerbos/cerbos-${process.platform}-${process.arch}@0.55.0`,
    version: { argument: '--version', pattern: /^(\d+\.\d+\.\S+)$/m },
    twin: { language: 'Cerbos', folder: 'cerbos', extension: '.yaml' },
  },
};

/** @throws Error where nobody knows it */
export function knownProgram(name: string): ProgramName {
  const known = programNames.find((one) => one === name);
  if (known === undefined) throw new Error(`there is no policy program ${name}`);
  return known;
}
