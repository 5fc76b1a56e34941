/** Nothing is shared between test files: each integration test starts what it needs. */
export default async function prepareTests() {
  process.env.TZ = 'UTC';
  process.env.TF_CPP_MIN_LOG_LEVEL ??= '2';
  // As engines do: see engine-environment.ts.
  process.env.TF_ENABLE_ONEDNN_OPTS ??= '1';
}
