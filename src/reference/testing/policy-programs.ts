import { knownPrograms, type ProgramName } from '../policy-programs/known-programs.ts';

/**
 * Path of a real policy program. Tests against it are not left out where there is none: nothing else shows that it agrees.
 * @throws Error where there is none
 */
export function realProgram(name: ProgramName): string {
  const { find, howToInstall, variable, short } = knownPrograms[name];
  const program = find(process.env);
  if (program === undefined)
    throw new Error(`no ${short}: install it (${howToInstall}) and name it in ${variable}`);
  return program;
}

/** Path of a real Open Policy Agent. @throws Error where there is none */
export function realOpa(): string {
  return realProgram('opa');
}

/** Path of a real Cerbos server. @throws Error where there is none */
export function realCerbos(): string {
  return realProgram('cerbos');
}
