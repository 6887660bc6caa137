/** Where the files are that Python runs from, compressed with gzip, and how many bytes each has so; made when the page is built. */
declare module "virtual:python-files" {
  const files: Readonly<
    Record<"wasm" | "scripts" | "library" | "packages", { readonly address: string; readonly bytes: number }>
  >;
  export default files;
}

/** Where the text of `app/worker/python-worker.ts` and all that it imports is, one classic script, compressed likewise. */
declare module "virtual:python-worker" {
  const file: { readonly address: string; readonly bytes: number };
  export default file;
}
