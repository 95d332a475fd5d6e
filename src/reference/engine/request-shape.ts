import { z } from 'zod';
import { PolicyRejected, type Entity, type PolicyQuestion } from './engine.ts';
import type { PolicyFiles } from './policy-files.ts';

/**
 * What a request of one policy set may hold, for engines that have no schema of their own: `<set>/request-shape.json`.
 * A kind that ends with a question mark may be left out.
 */
export interface RequestShape {
  readonly subjects: ShapesOf;
  readonly resources: ShapesOf;
  readonly actions: Readonly<Record<string, { readonly resource: string; readonly context: Attributes }>>;
  readonly data: Attributes;
}

/** Attributes of each type of entity. */
type ShapesOf = Readonly<Record<string, Attributes>>;
type Attributes = Readonly<Record<string, Kind>>;
type Kind = (typeof kinds)[number];
type AttributeValue = string | boolean | readonly string[];
type AttributeValues = Readonly<Record<string, AttributeValue>>;

/** A question that fits: of what is asked nothing but what is declared, and all of it of its kind. */
export interface FittingQuestion {
  readonly subject: FittingEntity;
  readonly action: string;
  readonly resource: FittingEntity;
  readonly context: AttributeValues;
}

interface FittingEntity extends Entity {
  readonly properties: AttributeValues;
}

/** Name of the file in the folder of a set. */
const requestShapeFile = 'request-shape.json';

const kinds = ['text', 'truth', 'texts', 'text?', 'truth?', 'texts?'] as const;
const attributes = z.record(z.string(), z.enum(kinds));
const shapeSchema = z.strictObject({
  subjects: z.record(z.string(), attributes),
  resources: z.record(z.string(), attributes),
  actions: z.record(z.string(), z.strictObject({ resource: z.string(), context: attributes })),
  data: attributes,
});

/** @throws PolicyRejected where the set has none, or it is none */
export function readRequestShape(files: PolicyFiles, set: string): RequestShape {
  const path = `${set}/${requestShapeFile}`;
  const parsed = shapeSchema.safeParse(readJson(files, path));
  if (!parsed.success) throw new PolicyRejected(`${path}: ${z.prettifyError(parsed.error)}`);
  return parsed.data;
}

/**
 * Reads `<set>/data.json`, the facts of a set.
 * @throws PolicyRejected where they are not exactly what is declared
 */
export function readFacts(files: PolicyFiles, set: string, { data }: RequestShape): AttributeValues {
  const path = `${set}/data.json`;
  if (!files.has(path) && Object.keys(data).length === 0) return {};
  const facts = z.record(z.string(), z.unknown()).safeParse(readJson(files, path));
  if (!facts.success) throw new PolicyRejected(`${path} is no JSON object`);
  const undeclared = Object.keys(facts.data).find((name) => !Object.hasOwn(data, name));
  if (undeclared !== undefined) throw new PolicyRejected(`${path}: ${undeclared} is not declared`);
  const fitting = fit(facts.data, data);
  if (typeof fitting === 'string') throw new PolicyRejected(`${path}: ${fitting}`);
  return fitting.values;
}

/**
 * Takes of a question what is declared. What is null or no JSON is as good as not there.
 * @returns in words what does not fit, where something does not
 */
export function fitQuestion(shape: RequestShape, question: PolicyQuestion): FittingQuestion | string {
  const { subject, action, resource, context } = question;
  const declared = own(shape.actions, action);
  if (declared === undefined) return `the action ${action} is not known`;
  if (resource.type !== declared.resource) return `${action} is done to no ${resource.type}`;
  const [subjectShape, resourceShape] = [
    own(shape.subjects, subject.type),
    own(shape.resources, resource.type),
  ];
  if (subjectShape === undefined || resourceShape === undefined)
    return `who asks is a ${subject.type}, which is not known`;
  const fitting = [
    fit(subject.properties, subjectShape),
    fit(resource.properties, resourceShape),
    fit(context, declared.context),
  ] as const;
  const [ofSubject, ofResource, ofContext] = fitting;
  if (typeof ofSubject === 'string') return `subject: ${ofSubject}`;
  if (typeof ofResource === 'string') return `resource: ${ofResource}`;
  if (typeof ofContext === 'string') return `context: ${ofContext}`;
  return {
    subject: { type: subject.type, id: subject.id, properties: ofSubject.values },
    action,
    resource: { type: resource.type, id: resource.id, properties: ofResource.values },
    context: ofContext.values,
  };
}

function fit(
  given: Readonly<Record<string, unknown>>,
  declared: Attributes,
): { readonly values: AttributeValues } | string {
  const values: Record<string, AttributeValue> = {};
  for (const [name, kind] of Object.entries(declared)) {
    const value = own(given, name);
    if (value === undefined || value === null || !isJson(value)) {
      if (!kind.endsWith('?')) return `${name} is missing`;
    } else if (isOf(kind, value)) values[name] = value;
    else return `${name} is no ${kind.replace('?', '')}`;
  }
  return { values };
}

function isOf(kind: Kind, value: unknown): value is AttributeValue {
  switch (kind) {
    case 'text':
    case 'text?':
      return typeof value === 'string';
    case 'truth':
    case 'truth?':
      return typeof value === 'boolean';
    case 'texts':
    case 'texts?':
      return Array.isArray(value) && value.every((item) => typeof item === 'string');
    default:
      return kind satisfies never;
  }
}

/** As far down as it matters: what has no place in JSON could not have been asked over a wire. */
function isJson(value: unknown): boolean {
  return !['undefined', 'function', 'symbol', 'bigint'].includes(typeof value);
}

function own<T>(record: Readonly<Record<string, T>>, name: string): T | undefined {
  return Object.hasOwn(record, name) ? record[name] : undefined;
}

function readJson(files: PolicyFiles, path: string): unknown {
  const text = files.get(path);
  if (text === undefined) throw new PolicyRejected(`there is no ${path}`);
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new PolicyRejected(`${path}: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
  }
}
