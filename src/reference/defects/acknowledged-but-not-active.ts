import type { SeedPolicy } from './defect.ts';

/** How long the policy takes to get from whoever fetches it to whoever decides. */
const lagMs = 900;

/** Names a new policy as soon as it has it, and hands it to those who decide in the background. */
export const seedPolicy: SeedPolicy = (parts) => {
  let underWay: { putInForce(): void; timer: NodeJS.Timeout } | undefined;

  function arrive(): void {
    clearTimeout(underWay?.timer);
    underWay?.putInForce();
    underWay = undefined;
  }

  return {
    ...parts,
    engine: {
      ...parts.engine,
      async prepare(files) {
        arrive();
        const putInForce = await parts.engine.prepare(files);
        return () => {
          underWay = { putInForce, timer: setTimeout(arrive, lagMs) };
        };
      },
    },
  };
};
