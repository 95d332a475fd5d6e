import type { ProcessControl } from '../environment.ts';
import type { Crew } from './crew.ts';
import { moveClock } from './replica-clock.ts';
import type { ServiceProcess } from './service-process.ts';
import { standStill } from './stand-still.ts';
import type { StandStill } from './stand-still.ts';

/**
 * What a drill may do to the processes of its environment.
 * @param crew of the application, which can be started again
 * @param others processes of its services
 */
export function controlProcesses(crew: Crew, others: readonly ServiceProcess[]): ProcessControl {
  const paused = new Map<string, StandStill>();

  function running(name: string): ServiceProcess {
    const member = [...crew.members(), ...others].find((one) => one.name === name);
    if (member === undefined) throw new Error(`there is no process ${name}`);
    if (member.ended()) throw new Error(`${name} does not run`);
    return member;
  }

  return {
    end: async (name, signal) => {
      const member = running(name);
      if (signal === 'SIGTERM') await member.stop();
      else await member.kill();
      return member.exited;
    },
    start: async (name) => {
      const { pid } = await crew.startAgain(name);
      return { name, pid };
    },
    pause: async (name) => {
      if (paused.has(name)) throw new Error(`${name} is paused already`);
      paused.set(name, await standStill(running(name)));
    },
    resume: async (name) => {
      const still = paused.get(name);
      paused.delete(name);
      await still?.end();
    },
    skewClock: async (name, skewMs) => {
      const member = running(name);
      const file = crew.clockFile(name);
      if (file === undefined) throw new Error(`the clock of ${name} cannot be moved`);
      await moveClock(member, file, skewMs);
    },
  };
}
