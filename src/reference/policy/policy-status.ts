/** What became of asking for a policy, as it is reported. */
export type StatusNews =
  | { readonly kind: 'activated' | 'confirmed'; readonly revision: number }
  /** Something came and was refused, or nothing came. */
  | { readonly kind: 'refused' | 'failed'; readonly message: string };

/** Status of one bundle, with the members that OPA's status plugin reports. Source: OPA, "Status". */
export interface BundleStatus {
  readonly name: string;
  readonly active_revision: string;
  readonly last_request?: string;
  readonly last_successful_request?: string;
  readonly last_successful_download?: string;
  readonly last_successful_activation?: string;
  readonly code?: 'bundle_error';
  readonly message?: string;
}

/** A report as it is sent: who reports, and the status of its bundle. */
export interface StatusReport {
  readonly labels: { readonly id: string };
  readonly bundles: { readonly ledger: BundleStatus };
}

/** Before anything was asked. */
export const noStatus: BundleStatus = { name: 'ledger', active_revision: '' };

/** A status after some news. @param at when it was, in ISO 8601 */
export function updated(status: BundleStatus, news: StatusNews, at: string): BundleStatus {
  const { code: _, message: __, ...last } = status;
  const asked = { ...last, last_request: at };
  switch (news.kind) {
    case 'failed':
      return { ...asked, code: 'bundle_error', message: news.message };
    case 'refused':
      return {
        ...asked,
        last_successful_request: at,
        last_successful_download: at,
        code: 'bundle_error',
        message: news.message,
      };
    case 'confirmed':
      return { ...asked, active_revision: String(news.revision), last_successful_request: at };
    case 'activated':
      return {
        ...asked,
        active_revision: String(news.revision),
        last_successful_request: at,
        last_successful_download: at,
        last_successful_activation: at,
      };
    default:
      return news satisfies never;
  }
}
