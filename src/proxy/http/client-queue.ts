import { after, type Timer } from '../timer.ts';

/** What is to be done towards the client, in order. `cause` is what has to go for it to be lifted. */
export type ClientStep<Cause> =
  | { readonly kind: 'bytes'; readonly data: Buffer }
  /** Everything behind it is later by `delayMs`. */
  | { readonly kind: 'wait'; readonly delayMs: number; readonly cause: Cause }
  /** Nothing ever comes any more. */
  | { readonly kind: 'hang'; readonly cause: Cause }
  | { readonly kind: 'end' | 'close' | 'reset' };

/** Where the steps lead to. */
export interface ClientOutput {
  bytes(data: Buffer): void;
  end(): void;
  close(): void;
  reset(): void;
  /** Whether something waits, so that the server had better wait too. */
  held(waiting: boolean): void;
}

/** Does steps one after the other; a wait holds up those behind it. */
export class ClientQueue<Cause> {
  readonly #output: ClientOutput;
  readonly #emptied: () => void;
  #steps: ClientStep<Cause>[] = [];
  #timer: Timer | undefined;

  /** @param emptied called when nothing waits any more */
  constructor(output: ClientOutput, emptied: () => void) {
    this.#output = output;
    this.#emptied = emptied;
  }

  get length(): number {
    return this.#steps.length;
  }

  /** Whether nothing will ever come any more. */
  get hanging(): boolean {
    return this.#steps[0]?.kind === 'hang';
  }

  push(...steps: readonly ClientStep<Cause>[]): void {
    const waited = this.#steps.length > 0;
    this.#steps.push(...steps);
    if (waited) return;
    this.#run();
    if (this.#steps.length > 0) this.#output.held(true);
  }

  /** The cause is gone: a wait that it brought is over, and a client that it left hanging is let go. */
  release(cause: Cause): void {
    if (this.#steps.length === 0) return;
    this.#timer?.cancel();
    this.#steps = this.#steps.flatMap((step): ClientStep<Cause>[] => {
      if (!('cause' in step) || step.cause !== cause) return [step];
      return step.kind === 'hang' ? [{ kind: 'close' }] : [];
    });
    this.#goOn();
  }

  /** Forgets everything. */
  dispose(): void {
    this.#timer?.cancel();
    this.#steps = [];
  }

  #goOn(): void {
    this.#run();
    if (this.#steps.length > 0) return;
    this.#output.held(false);
    this.#emptied();
  }

  #run(): void {
    for (let step = this.#steps[0]; step !== undefined; step = this.#steps[0]) {
      if (step.kind === 'hang') return;
      if (step.kind === 'wait') {
        this.#timer = after(step.delayMs, () => {
          this.#steps.shift();
          this.#goOn();
        });
        return;
      }
      this.#steps.shift();
      if (step.kind === 'bytes') this.#output.bytes(step.data);
      else this.#output[step.kind]();
    }
  }
}
