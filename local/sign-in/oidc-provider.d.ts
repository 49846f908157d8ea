// The provider's own store in memory; asked for by name it comes without a warning on the console.
declare module 'oidc-provider/lib/adapters/memory_adapter.js' {
  import type { AdapterFactory } from 'oidc-provider';
  export function createMemoryAdapter(clockToleranceSeconds?: number): AdapterFactory;
}
