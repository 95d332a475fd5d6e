import { mix32 } from './random.ts';

/** Which replicas are asked, as a load balancer knows it. */
export interface Rotation {
  /** Asks it no more, until it has been put back as often as it was set aside. */
  setAside(replica: string): void;
  putBack(replica: string): void;
  /** Whether it is asked at the moment. */
  isIn(replica: string): boolean;
  /** Who gets the arrival of that number that was meant for `replica`: another one while it is set aside; nobody where all are. */
  turnOf(replica: string, arrival: number): string | undefined;
}

/** A rotation of all of them. What is meant for one that is set aside is spread evenly over the others, the same way every time. */
export function rotationOf(replicas: readonly string[]): Rotation {
  const aside = new Map<string, number>();
  const isIn = (replica: string): boolean => (aside.get(replica) ?? 0) === 0;
  return {
    isIn,
    setAside: (replica) => void aside.set(replica, (aside.get(replica) ?? 0) + 1),
    putBack: (replica) => void aside.set(replica, Math.max(0, (aside.get(replica) ?? 0) - 1)),
    turnOf: (replica, arrival) => {
      if (isIn(replica)) return replica;
      const others = replicas.filter(isIn);
      return others[mix32(arrival) % Math.max(1, others.length)];
    },
  };
}
