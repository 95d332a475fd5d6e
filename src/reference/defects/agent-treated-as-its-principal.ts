import type { Question } from '../app/decide/question.ts';
import type { Entity } from '../engine/engine.ts';
import type { Seed } from './defect.ts';

/** What is decided in the process is decided as for the person whom an agent acts for; the agent's own rights do not matter. */
export const seed: Seed = (parts) => {
  const people = new Map<string, Entity>();

  function byPrincipal(question: Question): Question {
    const { subject } = question;
    if (subject.type === 'User') people.set(subject.id, subject);
    const principal = people.get(String(subject.properties['actsFor']));
    const local = parts.contract.actions[question.action]?.decide === 'local';
    return local && subject.type === 'Agent' && principal !== undefined
      ? { ...question, subject: principal }
      : question;
  }

  return {
    ...parts,
    embedded: {
      ...parts.embedded,
      ask: (set, question, context) => parts.embedded.ask(set, byPrincipal(question), context),
    },
  };
};
