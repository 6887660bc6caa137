/** Where the text of `app/worker/worker.ts` and all that it imports is, one classic script, made when the page is built. */
declare module "virtual:sandbox-worker" {
  const address: string;
  export default address;
}
