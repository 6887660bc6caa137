/** The engine's declarations by their path below node_modules, made when the page is built. */
declare module "virtual:engine-types" {
  const files: Readonly<Record<string, string>>;
  export default files;
}
