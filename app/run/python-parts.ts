import served from "virtual:python-files";
import servedWorker from "virtual:python-worker";
import type { PythonFiles } from "../protocol/messages.ts";
import { cancellable, pythonLoading } from "./python-loading.ts";

/** What a worker that runs Python is made from. */
export interface PythonParts {
  readonly worker: string;
  readonly files: PythonFiles;
}

let parts: Promise<PythonParts> | null = null;

/**
 * Fetches what Python runs from; once for all who ask, unless it failed or was cancelled.
 * @throws Error in words, where a file cannot be had or the loading was cancelled
 */
export function loadPythonParts(): Promise<PythonParts> {
  parts ??= fetchParts().catch((error: unknown) => {
    parts = null;
    throw error;
  });
  return parts;
}

async function fetchParts(): Promise<PythonParts> {
  const controller = new AbortController();
  cancellable(controller);
  const { wasm, scripts, library, packages } = served;
  const total = [servedWorker, wasm, scripts, library, packages].reduce((sum, { bytes }) => sum + bytes, 0);
  let received = 0;
  pythonLoading.setState({ kind: "fetching", received, total }, true);
  const told = (bytes: number) => {
    received += bytes;
    pythonLoading.setState({ kind: "fetching", received: Math.min(received, total), total }, true);
  };
  const file = ({ address }: { readonly address: string }) => fetchFile(address, controller.signal, told);
  try {
    const [worker, ...files] = await Promise.all([
      file(servedWorker),
      file(wasm),
      file(scripts),
      file(library),
      file(packages),
    ]);
    pythonLoading.setState({ kind: "starting" }, true);
    const [wasmBytes, scriptBytes, libraryBytes, packageBytes] = files;
    return {
      worker: new TextDecoder().decode(worker),
      files: { wasm: wasmBytes, scripts: scriptBytes, library: libraryBytes, packages: packageBytes },
    };
  } catch (error) {
    const cancelled = controller.signal.aborted;
    // The others would only go on for nothing.
    controller.abort();
    if (cancelled) {
      pythonLoading.setState({ kind: "absent", cancelled }, true);
      throw new Error("loading Python was cancelled.");
    }
    const message = error instanceof Error ? error.message : String(error);
    pythonLoading.setState({ kind: "failed", message }, true);
    throw new Error(`Python could not be loaded: ${message}`);
  }
}

/** Fetches a compressed file and gives what it holds. @param told takes the number of bytes that have come, again and again */
async function fetchFile(address: string, signal: AbortSignal, told: (bytes: number) => void): Promise<ArrayBuffer> {
  const { body } = await answerOf(address, signal);
  if (body === null) throw new Error("The server sent an empty file.");
  const counted = new TransformStream<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>>({
    transform(chunk, controller) {
      told(chunk.byteLength);
      controller.enqueue(chunk);
    },
  });
  const plain = body.pipeThrough(counted).pipeThrough(new DecompressionStream("gzip"));
  return new Response(plain).arrayBuffer();
}

async function answerOf(address: string, signal: AbortSignal): Promise<Response> {
  let response: Response;
  try {
    response = await fetch(address, { signal });
  } catch (error) {
    if (signal.aborted) throw error;
    throw new Error("the page's server cannot be reached. Check the connection and try again.");
  }
  if (!response.ok)
    throw new Error(`the page's server answered ${response.status} to ${new URL(address, location.href).pathname}.`);
  return response;
}
