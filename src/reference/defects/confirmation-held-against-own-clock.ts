import { NotConfirmed } from '../policy/not-confirmed.ts';
import type { SeedPolicy } from './defect.ts';

/** How far the clocks of two machines may be apart, it thinks. */
const toleranceMs = 2_000;

/** Compares the time of a confirmation, which is of another machine's clock, with its own. */
export const seedPolicy: SeedPolicy = (parts) => ({
  ...parts,
  async confirm(answer, question) {
    const at = await parts.confirm(answer, question);
    if (at !== undefined && Math.abs(at - parts.clocks.moment().wallMs) > toleranceMs)
      throw new NotConfirmed('repeated', `it is of ${at}, which is not now`);
    return at;
  },
});
