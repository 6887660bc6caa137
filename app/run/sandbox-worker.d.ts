/** The text of `app/worker/worker.ts` and all that it imports, one classic script, made when the page is built. */
declare module "virtual:sandbox-worker" {
  const text: string;
  export default text;
}
