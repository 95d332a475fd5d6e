import type { Defects, ShownBy } from '../defect.ts';

/** What can be wrong with whose policies are believed. */
export const trustDefects: Defects = {
  'unsigned-accepted': {
    description: 'puts a policy in force that nobody has signed',
    shownBy: unverifiedIn('bundle-untrusted'),
    load: () => import('../unsigned-accepted.ts'),
  },
  'unknown-key-accepted': {
    description: 'puts a policy in force that is signed with a key it does not know',
    shownBy: unverifiedIn('bundle-untrusted'),
    load: () => import('../unknown-key-accepted.ts'),
  },
  'retired-key-accepted': {
    description: 'believes a key for ever that it has believed once',
    shownBy: unverifiedIn('rollback-retired-key'),
    load: () => import('../retired-key-accepted.ts'),
  },
  'nameless-key-accepted': {
    description: 'puts a policy in force whose signature does not say whose it is',
    shownBy: unverifiedIn('bundle-wrongly-signed'),
    load: () => import('../nameless-key-accepted.ts'),
  },
  'signature-decoded-not-verified': {
    description: 'reads what a signature says, and does not verify it',
    shownBy: unverifiedIn('bundle-wrongly-signed'),
    load: () => import('../signature-decoded-not-verified.ts'),
  },
  'altered-file-accepted': {
    description: 'compares no file of a policy with what was signed',
    shownBy: unverifiedIn('bundle-untrusted'),
    load: () => import('../altered-file-accepted.ts'),
  },
  'unlisted-file-loaded': {
    description: 'loads files of a policy that nobody has signed along with those that somebody has',
    shownBy: unverifiedIn('bundle-untrusted'),
    load: () => import('../unlisted-file-loaded.ts'),
  },
  'missing-file-overlooked': {
    description: 'does not miss a file that was signed, and with it a rule that forbids',
    shownBy: unverifiedIn('bundle-wrongly-signed'),
    load: () => import('../missing-file-overlooked.ts'),
  },
  'truncated-bundle-empties-policy': {
    description: 'goes by what came of a policy whose download broke off',
    shownBy: unverifiedIn('bundle-untrusted'),
    load: () => import('../truncated-bundle-empties-policy.ts'),
  },
  'foreign-roots-accepted': {
    description: "puts somebody else's policy in force if the right key has signed it",
    shownBy: unverifiedIn('bundle-untrusted'),
    load: () => import('../foreign-roots-accepted.ts'),
  },
  'verification-skipped-on-long-poll': {
    description: 'verifies policies that it polls for, and not those that it waits for',
    shownBy: unverifiedIn('bundle-untrusted-long-poll'),
    load: () => import('../verification-skipped-on-long-poll.ts'),
  },
  'conflicting-bundle-accepted': {
    description: 'takes another policy under a revision that it has already',
    shownBy: { scenario: 'bundle-wrongly-signed', check: 'no-wrong-allow', violation: 'wrong-allow' },
    load: () => import('../conflicting-bundle-accepted.ts'),
  },
  'replayed-bundle-accepted': {
    description: 'puts an older policy in force again if it is signed',
    shownBy: unverifiedIn('rollback-replayed-bundle'),
    load: () => import('../replayed-bundle-accepted.ts'),
  },
  'replayed-after-restart': {
    description: 'does not know after a restart which policy was the newest',
    shownBy: unverifiedIn('rollback-replayed-after-restart'),
    load: () => import('../replayed-after-restart.ts'),
  },
};

function unverifiedIn(scenario: string): ShownBy {
  return { scenario, check: 'no-unverified-policy', violation: 'unverified-policy' };
}
