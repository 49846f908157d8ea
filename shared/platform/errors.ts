/** What every refusal of ours carries: a code that programs read and a sentence that a person can act on. */
export abstract class EstatewatchError extends Error {
  abstract readonly code: string;
  override get name(): string {
    return this.constructor.name;
  }
}

/** Input that can never be accepted as it is; the message says what is wrong with it. Not worth a retry. */
export class Rejected extends EstatewatchError {
  readonly code = 'REJECTED';
}

/** No such thing, or none that this person may know of. */
export class NotFound extends EstatewatchError {
  readonly code = 'NOT_FOUND';
}

/** The person is known but may not do this. */
export class NotAllowed extends EstatewatchError {
  readonly code = 'NOT_ALLOWED';
}

/** The thing is in a state from which this move is not made. */
export class WrongState extends EstatewatchError {
  readonly code = 'WRONG_STATE';
}

/** Somebody changed the thing since it was read. `current` is its version now. */
export class Conflict extends EstatewatchError {
  readonly code = 'CONFLICT';
  readonly current: number;
  constructor(message: string, current: number, options?: ErrorOptions) {
    super(message, options);
    this.current = current;
  }
}
