import type { Entity } from '../engine/engine.ts';

export const alice: Entity = { type: 'User', id: 'alice', properties: { roles: ['finance'] } };
export const mallory: Entity = { type: 'User', id: 'mallory', properties: { roles: ['contractor'] } };
/** An agent that acts for alice. */
export const copilot: Entity = { type: 'Agent', id: 'copilot', properties: { roles: [], actsFor: 'alice' } };
