/** Issuer of the tokens by which the ledger's replicas prove to other services that they are the ledger. */
export const workloadIssuer = 'ledger-workload';
/** Audience of the tokens for the policy service. */
export const workloadAudience = 'policy-service';
