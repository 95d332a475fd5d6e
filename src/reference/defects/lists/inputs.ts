import type { Defects } from '../defect.ts';

/** What can be wrong with what decisions rest on. */
export const inputDefects: Defects = {
  'stale-context-accepted': {
    description: 'decides on context values however old they are',
    shownBy: { scenario: 'context-frozen', check: 'no-stale-allow', violation: 'stale-allow' },
    load: () => import('../stale-context-accepted.ts'),
  },
};
