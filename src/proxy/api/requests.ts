import type { Direction } from '../toxic-instance.ts';
import { toxicTypes } from '../toxics/registry.ts';
import type { ToxicSettings, ToxicType } from '../toxics/toxic.ts';
import {
  badRequestBody,
  invalidStream,
  invalidToxicType,
  invalidValue,
  missingField,
  toxicAlreadyExists,
} from './api-error.ts';
import { decodeStruct, parseBody, type FieldValue, type GoStruct } from './go-decode.ts';
import type { GoValue } from './go-json.ts';

/** The fields of a proxy that a request gave; what is absent keeps its value or its default. */
export interface ProxyRequest {
  readonly name: string | undefined;
  readonly listen: string | undefined;
  readonly upstream: string | undefined;
  readonly enabled: boolean | undefined;
  /** Lease of `enabled: false` in milliseconds. */
  readonly ttlMs: number | undefined;
  /** Not checked yet, since only `/populate` looks at them. */
  readonly toxics: GoValue | undefined;
}

/** A toxic that is to be added, checked. */
export interface ToxicRequest {
  readonly name: string;
  readonly type: ToxicType;
  readonly stream: string;
  readonly directions: readonly Direction[];
  readonly toxicity: number;
  readonly ttlMs: number | undefined;
  readonly settings: ToxicSettings;
}

/** What is to be changed of a toxic. */
export interface ToxicUpdate {
  readonly attributes: ReadonlyMap<string, FieldValue>;
  readonly toxicity: number | undefined;
  readonly ttlMs: number | undefined;
}

/** A proxy that is to be made, with what it cannot be without. */
export interface NewProxyRequest extends ProxyRequest {
  readonly name: string;
  readonly upstream: string;
}

const proxyFields = {
  name: 'string',
  listen: 'string',
  upstream: 'string',
  enabled: 'bool',
  ttl_ms: 'int64',
  toxics: 'any',
} as const;

const proxyStruct: GoStruct = { fieldPrefix: 'Proxy', valueType: 'toxiproxy.Proxy', fields: proxyFields };

const toxicStruct: GoStruct = {
  fieldPrefix: 'ToxicWrapper',
  valueType: 'toxics.ToxicWrapper',
  fields: {
    attributes: 'any',
    name: 'string',
    type: 'string',
    stream: 'string',
    toxicity: 'float32',
    ttl_ms: 'int64',
  },
};

const listType = String.raw`[]struct { toxiproxy.Proxy; Enabled *bool "json:\"enabled\"" }`;

/** Body of a request that makes or updates a proxy. @throws ApiError 400 */
export function readProxy(body: string): ProxyRequest {
  return proxyOf(parseBody(body), proxyStruct);
}

/** Body of a request that makes a proxy, with what must be there. @throws ApiError 400 */
export function readNewProxy(
  body: string,
): ProxyRequest & { readonly name: string; readonly upstream: string } {
  return complete(readProxy(body), '');
}

/** Body of `/populate`: every proxy is checked before any is made. @throws ApiError 400 */
export function readPopulate(body: string): NewProxyRequest[] {
  const list = parseBody(body);
  if (list.kind === 'null') return [];
  if (list.kind !== 'array') {
    throw badRequestBody(`json: cannot unmarshal ${list.kind} into Go value of type ${listType}`);
  }
  const itemStruct: GoStruct = { ...proxyStruct, fieldPrefix: '.Proxy', valueType: listType.slice(2) };
  const requests = list.items.map((item) => proxyOf(item, itemStruct));
  return requests.map((request, index) => complete(request, ` at proxy ${index + 1}`));
}

/** The toxics of a proxy in `/populate`, none where there is no such key. @throws ApiError 400, or 409 for a name used twice */
export function readToxics(value: GoValue | undefined): readonly ToxicRequest[] {
  if (value === undefined) return [];
  if (value.kind !== 'array') {
    throw badRequestBody(
      `json: cannot unmarshal ${value.kind} into Go struct field .Proxy.toxics of type []toxics.ToxicWrapper`,
    );
  }
  const names = new Set<string>();
  return value.items.map((item) => {
    const toxic = toxicOf(item, (name) => names.has(name));
    names.add(toxic.name);
    return toxic;
  });
}

/** Body of a request that adds a toxic. @throws ApiError 400, or 409 where the name is taken */
export function readNewToxic(body: string, taken: (name: string) => boolean): ToxicRequest {
  return toxicOf(parseBody(body), taken);
}

/** Body of a request that updates a toxic of this type. @throws ApiError 400 */
export function readToxicUpdate(body: string, type: ToxicType): ToxicUpdate {
  const fields = decodeStruct(parseBody(body), {
    fieldPrefix: '',
    valueType:
      'struct { Attributes interface {} "json:\\"attributes\\""; Toxicity float32 "json:\\"toxicity\\"" }',
    fields: { attributes: 'any', toxicity: 'float32', ttl_ms: 'int64' },
  });
  refuseOtherThanObject(fields.get('attributes'), '', `toxics.${type.structName}`);
  return {
    attributes: attributesOf(fields.get('attributes'), type),
    toxicity: toxicityOf(fields.get('toxicity')),
    ttlMs: ttlOf(fields.get('ttl_ms')),
  };
}

function proxyOf(value: GoValue, struct: GoStruct): ProxyRequest {
  const fields = decodeStruct(value, struct);
  const toxics = fields.get('toxics');
  return {
    name: textOf(fields.get('name')),
    listen: textOf(fields.get('listen')),
    upstream: textOf(fields.get('upstream')),
    enabled: fields.has('enabled') ? fields.get('enabled') === true : undefined,
    ttlMs: ttlOf(fields.get('ttl_ms')),
    toxics: typeof toxics === 'object' ? toxics : undefined,
  };
}

function complete(request: ProxyRequest, where: string): NewProxyRequest {
  const { name = '', upstream = '' } = request;
  if (name === '') throw missingField(`name${where}`);
  if (upstream === '') throw missingField(`upstream${where}`);
  return { ...request, name, upstream };
}

function toxicOf(value: GoValue, taken: (name: string) => boolean): ToxicRequest {
  const fields = decodeStruct(value, toxicStruct);
  const given = fields.get('attributes');
  refuseOtherThanObject(given, 'ToxicWrapper', 'toxics.NoopToxic');
  const stream = textOf(fields.get('stream')) ?? 'downstream';
  const directions = directionsOf(stream);
  const typeName = textOf(fields.get('type')) ?? '';
  const givenName = textOf(fields.get('name')) ?? '';
  const name = givenName === '' ? `${typeName}_${stream}` : givenName;
  const type = toxicTypes.get(typeName);
  if (type === undefined) throw invalidToxicType();
  if (taken(name)) throw toxicAlreadyExists();
  const settings = type.settings();
  const problem = settings.merge(attributesOf(given, type));
  if (problem !== undefined) throw invalidValue(problem);
  return {
    name,
    type,
    stream,
    directions,
    toxicity: toxicityOf(fields.get('toxicity')) ?? 1,
    ttlMs: ttlOf(fields.get('ttl_ms')),
    settings,
  };
}

function attributesOf(value: FieldValue | undefined, type: ToxicType): ReadonlyMap<string, FieldValue> {
  if (typeof value !== 'object') return new Map();
  return decodeStruct(value, {
    fieldPrefix: `${type.structName}.attributes`,
    valueType: `toxics.${type.structName}`,
    fields: type.fields,
  });
}

function refuseOtherThanObject(attributes: FieldValue | undefined, prefix: string, goType: string): void {
  if (typeof attributes !== 'object' || attributes.kind === 'object') return;
  throw badRequestBody(
    `json: cannot unmarshal ${attributes.kind} into Go struct field ${prefix}.attributes of type ${goType}`,
  );
}

/** In any case, as in the original; `both` is an extension. */
function directionsOf(stream: string): readonly Direction[] {
  switch (stream.toLowerCase()) {
    case 'upstream':
      return ['upstream'];
    case 'downstream':
      return ['downstream'];
    case 'both':
      return ['upstream', 'downstream'];
    default:
      throw invalidStream();
  }
}

function toxicityOf(value: FieldValue | undefined): number | undefined {
  if (typeof value !== 'number') return undefined;
  if (value < 0 || value > 1) throw invalidValue(`toxicity must be from 0 to 1, not ${value}`);
  return value;
}

function ttlOf(value: FieldValue | undefined): number | undefined {
  if (typeof value !== 'number') return undefined;
  if (value < 0) throw invalidValue(`ttl_ms must be at least 0, not ${value}`);
  return value;
}

function textOf(value: FieldValue | undefined): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
