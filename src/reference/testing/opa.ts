import { findOpa } from '../opa-policy-service/find-opa.ts';

/**
 * Path of a real Open Policy Agent. Tests against it are not left out where there is none: nothing else shows that it agrees.
 * @throws Error where there is none
 */
export function realOpa(): string {
  const program = findOpa();
  if (program === undefined) {
    throw new Error(
      'no opa: install it (go install github.com/open-policy-agent/opa@v1.9.0) and name it in OPA_PROGRAM',
    );
  }
  return program;
}
