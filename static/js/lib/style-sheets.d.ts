// A style sheet that is imported is its text (scripts/bundle.mjs).
declare module "*.css" {
  const text: string;
  export default text;
}
