/** The worker's global scope, as far as it is used: the page's types have no worker in them. */
export interface WorkerScope {
  postMessage(message: string): void;
  addEventListener(type: "message", listener: (event: MessageEvent<unknown>) => void): void;
  addEventListener(type: "error", listener: (event: ErrorEvent) => void): void;
  addEventListener(type: "unhandledrejection", listener: (event: PromiseRejectionEvent) => void): void;
  console: Record<string, (...values: unknown[]) => void>;
}

export const scope = globalThis as unknown as WorkerScope;
