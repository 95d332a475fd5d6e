/** How to drive an application: start it, ask it for a decision as somebody, and read what it answered. */
export interface Target {
  readonly id: string;
  /** Folder the file stands in; every relative path in it is meant from there. */
  readonly folder: string;
  readonly start: { readonly kind: 'reference' };
  /** Names of the policy contents that can be published; absent where the file does not list them. */
  readonly policies?: readonly string[];
  /** Fixed control port of the fault proxy, for people who watch it with a Toxiproxy client; 0 lets the system choose. */
  readonly proxyPort: number;
  readonly credentials: {
    /** Private JWK that signs the bearer tokens, relative to `folder`. */
    readonly keyFile: string;
    readonly issuer: string;
    readonly audience: string;
    readonly lifetimeMs: number;
  };
  /** Token claims by the name that a probe's `as` uses. */
  readonly subjects: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  /** The request that asks for a decision, by action. */
  readonly requests: Readonly<Record<string, RequestTemplate>>;
  readonly answer: AnswerReading;
}

/** `{id}` in the path or body stands for the resource's id, `{type}` for its type. */
export interface RequestTemplate {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: unknown;
}

export interface AnswerReading {
  readonly allow: readonly number[];
  readonly deny: readonly number[];
  /** Names of the answer headers that tell how it was decided. */
  readonly headers: {
    readonly decisionId: string;
    readonly mode: string;
    readonly revision: string;
    readonly ageMs: string;
    readonly reason: string;
  };
}
