import type { FaultWindow } from '../../model/result.ts';
import { moment } from '../words.ts';

/** When a fault was asked for and when it was proved, on and off. */
export function edgesInWords(fault: FaultWindow): string {
  const on =
    fault.effective === null
      ? `requested ${moment(fault.requested)}, never proved effective`
      : `requested ${moment(fault.requested)}, effective ${moment(fault.effective)}`;
  if (fault.healRequested === null) return `${on}; healing never asked for`;
  const off = `healing asked for ${moment(fault.healRequested)}`;
  return fault.healed === null
    ? `${on}; ${off}, never proved`
    : `${on}; ${off}, healed ${moment(fault.healed)}`;
}
