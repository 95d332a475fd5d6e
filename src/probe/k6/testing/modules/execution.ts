/** `k6/execution`, as far as our script uses it. */
const exec: { readonly vu: { readonly metrics: { readonly metadata: Record<string, string> } } } = {
  vu: { metrics: { metadata: {} } },
};
export default exec;
