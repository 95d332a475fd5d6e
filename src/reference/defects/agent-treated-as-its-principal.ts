import type { Question } from '../app/decide/question.ts';
import type { Entity } from '../engine/engine.ts';
import type { Seed } from './defect.ts';

/** Asks in the name of the person whom an agent acts for, where little is at risk: the agent's own rights do not matter. */
export const seed: Seed = (parts) => {
  const people = new Map<string, Entity>();

  function byPrincipal(question: Question): Question {
    const { subject, action } = question;
    if (subject.type === 'User') people.set(subject.id, subject);
    const principal = people.get(String(subject.properties['actsFor']));
    const harmless = parts.contract.actions[action]?.risk === 'low';
    return subject.type === 'Agent' && principal !== undefined && harmless
      ? { ...question, subject: principal }
      : question;
  }

  return {
    ...parts,
    policyService: { ask: (question, context) => parts.policyService.ask(byPrincipal(question), context) },
    embedded: {
      ...parts.embedded,
      ask: (set, question, context) => parts.embedded.ask(set, byPrincipal(question), context),
    },
  };
};
