import { confirmByAnswer } from '../policy/confirm.ts';
import type { SeedPolicy } from './defect.ts';

/** Takes any "not modified" for a confirmation, whoever says it and however often. */
export const seedPolicy: SeedPolicy = (parts) => ({ ...parts, confirm: confirmByAnswer });
