import type { Controls } from '../../model/check.ts';

/** The frameworks that checks give evidence for, in the order a reader meets them. */
export const frameworks: readonly { readonly key: keyof Controls; readonly name: string }[] = [
  { key: 'csf', name: 'NIST CSF 2.0' },
  { key: 'sp80053', name: 'NIST SP 800-53 r5' },
  { key: 'aiRmf', name: 'NIST AI RMF 1.0' },
  { key: 'nhi', name: 'OWASP NHI Top 10' },
];

/** `NIST CSF 2.0 PR.AA-05, PR.IR-03 · OWASP NHI Top 10 NHI5`. */
export function controlWords(controls: Controls): string {
  return frameworks
    .filter(({ key }) => controls[key].length > 0)
    .map(({ key, name }) => `${name} ${controls[key].join(', ')}`)
    .join(' · ');
}
