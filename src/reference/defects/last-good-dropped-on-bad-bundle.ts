import type { SeedPolicy } from './defect.ts';

/** Makes room for what comes before it has looked at it: what is refused leaves nothing behind. */
export const seedPolicy: SeedPolicy = (parts) => ({
  ...parts,
  async verify(archive) {
    try {
      return await parts.verify(archive);
    } catch (error) {
      await parts.engine.activate(new Map());
      throw error;
    }
  },
});
