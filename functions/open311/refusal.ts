import { EstatewatchError } from '../../shared/platform/errors.ts';

/** The statuses that a request is refused with. Open311 has 400, 403 and 404; 413 and 429 say more than a bare 400. */
export type RefusalStatus = 400 | 403 | 404 | 413 | 429;

/** A request that is not done, and every reason why, each a sentence that its sender can act on. */
export class Refusal extends EstatewatchError {
  readonly code = 'REFUSED';
  readonly status: RefusalStatus;
  readonly reasons: readonly string[];
  constructor(status: RefusalStatus, reasons: readonly string[], options?: ErrorOptions) {
    super(reasons.join(' '), options);
    this.status = status;
    this.reasons = reasons;
  }
}
