/**
 * What a service owner declares, as the rest of the program sees it: every duration in milliseconds, every
 * default filled in. `schema.ts` makes it from a contract file.
 */
export interface Contract {
  readonly service: string;
  readonly owner: {
    readonly team: string;
    readonly contact: string;
    readonly approvers: readonly string[];
    /** Who may change the policy alone in an emergency, past the policy itself. */
    readonly breakGlass: readonly string[];
  };
  readonly policy: {
    readonly distribution: 'release' | 'signed-bundle' | 'runtime-fetch';
    /** How often a replica asks for a new bundle. */
    readonly pollEveryMs: number;
    /** Longest that the bundle service may hold back its answer until there is a newer bundle (long polling); null where replicas poll. */
    readonly longPollMs: number | null;
    /** Longest a replica may decide on a bundle that it cannot confirm. */
    readonly maxAgeMs: number;
    readonly onExpired: 'deny' | 'degrade' | 'keep';
    /** From the rollback command to the last wrong decision on every replica. */
    readonly rollback: { readonly objectiveMs: number };
  };
  /** Every decision input by name, such as `context.risk`. */
  readonly inputs: Readonly<Record<string, DecisionInput>>;
  readonly policyService: {
    /** Longest the application waits for one decision of the policy service, retries included. */
    readonly timeoutMs: number;
    /** Most requests to the policy service for one decision. */
    readonly attempts: number;
    readonly credential: { readonly kind: string; readonly lifetimeMs: number };
  };
  readonly revocation: { readonly boundMs: number };
  readonly decisionLog: {
    readonly records: readonly ('input' | 'outcome' | 'policyRevision' | 'mode')[];
    readonly whenSinkDown: 'buffer' | 'drop' | 'deny';
    /** Records that may be missing for good. */
    readonly maxLoss: number;
  };
  /** Slowest answer a caller may get, fault or no fault. */
  readonly budgetMs: number;
  /** After healing, how long the application may go on with its fallback. */
  readonly normalWithinMs: number;
  /** Obligations by name, which a fallback may name. */
  readonly obligations: Readonly<Record<string, Obligation>>;
  readonly actions: Readonly<Record<string, ActionDeclaration>>;
}

export interface DecisionInput {
  /** Where it comes from: `token`, `database`, or a service such as `risk-service`. */
  readonly from: string;
  /** Whether the application has it at hand without asking another service. */
  readonly local: boolean;
  /** What its values are; a value of another type is none. Null where any will do. */
  readonly type: 'text' | 'number' | 'boolean' | null;
  /** Oldest value a decision may rest on. */
  readonly maxAgeMs: number | null;
  /** Longest the application waits for it; null for a local input. */
  readonly timeoutMs: number | null;
  readonly onStale: 'deny' | 'ignore';
  readonly onMissing: 'deny' | 'ignore';
}

/** Data that a degraded answer must not show: JSON pointers in the answer's body, `*` for every array item. */
export interface Obligation {
  readonly hide: readonly string[];
}

export interface ActionDeclaration {
  readonly risk: 'low' | 'mid' | 'high';
  /** `local`: in the process; `remote`: by the policy service; `hybrid`: a local coarse rule first, the policy service for the sensitive part. */
  readonly decide: 'local' | 'remote' | 'hybrid';
  /** Names of the decision inputs that it rests on. */
  readonly uses: readonly string[];
  /** What it does when the policy service cannot be asked; null for a local action, which has nothing to fall back from. */
  readonly whenUnavailable: Fallback | null;
}

export type Fallback =
  | { readonly mode: 'deny' }
  /** Decide by a coarse policy of the same bundle, and keep its obligations. */
  | { readonly mode: 'degrade'; readonly policy: string; readonly obligations: readonly string[] }
  /** Repeat this replica's last remote decision for the same subject, action and resource while it is no older than `maxAgeMs`. */
  | { readonly mode: 'cache'; readonly maxAgeMs: number; readonly onMiss: 'deny' };
