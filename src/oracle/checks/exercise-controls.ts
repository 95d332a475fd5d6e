import type { Controls } from '../../model/check.ts';

/** What a drill gives evidence for by having taken place, whatever it found. */
export const exerciseControls: Controls = {
  csf: ['ID.IM-02', 'GV.OV-03'],
  sp80053: ['CP-4', 'IR-3', 'CA-8'],
  aiRmf: ['GOVERN 4.3', 'MEASURE 2.13'],
  nhi: [],
};
