import type { BundleKeys } from '../../bundle/bundle-keys.ts';

/** What OPA is told, besides where it listens. */
interface OpaSettings {
  readonly bundleServiceUrl: string;
  /** What a bundle may be signed with. The first is the one that bundles are signed with now. */
  readonly keys: BundleKeys;
  readonly pollEveryS: number;
  /** How long it asks the bundle service to hold a request until there is something new; it does not unless given. */
  readonly longPollS?: number;
}

/** Name of the bundle, and of the service it comes from, in OPA's configuration. */
export const bundleName = 'ledger';

/**
 * OPA's configuration: it takes the ledger's bundle from the bundle service, and tells that service how it fared.
 * Source of the format: the OPA documentation, "Configuration".
 * @throws Error where none of the keys is one that OPA can verify with
 */
export function opaConfig({ bundleServiceUrl, keys, pollEveryS, longPollS }: OpaSettings): object {
  // EdDSA is not among OPA's algorithms, and one key of it would keep OPA from starting.
  const usable = [...keys].filter(([, { algorithm }]) => algorithm !== 'EdDSA');
  const [current] = usable;
  if (current === undefined) throw new Error('OPA can verify with none of the bundle keys');
  return {
    // OPA chooses its own id; this is how it is known in what it reports.
    labels: { instance: 'policy-service' },
    services: {
      [bundleName]: {
        url: bundleServiceUrl,
        // A request that takes longer than the next poll is due is given up for that.
        response_header_timeout_seconds: pollEveryS,
      },
    },
    keys: Object.fromEntries(
      usable.map(([id, { algorithm, key }]) => [
        id,
        { algorithm, key: key.export({ type: 'spki', format: 'pem' }) },
      ]),
    ),
    bundles: {
      [bundleName]: {
        service: bundleName,
        resource: 'bundles/ledger',
        polling: {
          min_delay_seconds: pollEveryS,
          max_delay_seconds: pollEveryS,
          ...(longPollS === undefined ? {} : { long_polling_timeout_seconds: longPollS }),
        },
        // Without a key id, this version of OPA would believe a bundle that is not signed at all.
        signing: { keyid: current[0] },
      },
    },
    status: { service: bundleName },
  };
}
