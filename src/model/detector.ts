/** Who finds out that a rule is bad: the probes themselves, or a command of the user's, run every `everyMs`, whose alarm is that it ends with code 0. */
export type Detector =
  | { readonly kind: 'probes' }
  | { readonly kind: 'command'; readonly command: readonly string[]; readonly everyMs: number };
