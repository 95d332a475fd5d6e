import { describe, expect, it } from 'vitest';
import { noStatus, updated } from './policy-status.ts';

describe('the status of a bundle', () => {
  it('says what was last asked, got and put in force, and what is wrong until it is right again', () => {
    const activated = updated(noStatus, { kind: 'activated', revision: 1 }, 'at 1');
    expect(activated).toEqual({
      name: 'ledger',
      active_revision: '1',
      last_request: 'at 1',
      last_successful_request: 'at 1',
      last_successful_download: 'at 1',
      last_successful_activation: 'at 1',
    });
    const refused = updated(activated, { kind: 'refused', message: 'replayed' }, 'at 2');
    expect(refused).toEqual({
      ...activated,
      last_request: 'at 2',
      last_successful_request: 'at 2',
      last_successful_download: 'at 2',
      code: 'bundle_error',
      message: 'replayed',
    });
    const failed = updated(refused, { kind: 'failed', message: 'no answer' }, 'at 3');
    expect(failed).toEqual({ ...refused, last_request: 'at 3', message: 'no answer' });
    expect(updated(failed, { kind: 'confirmed', revision: 1 }, 'at 4')).toEqual({
      ...activated,
      last_request: 'at 4',
      last_successful_request: 'at 4',
      last_successful_download: 'at 2',
    });
  });
});
