// Modules that the build makes.
declare module "worker-script" {
  const script: string;
  export default script;
}
declare module "grid-text" {
  const text: string;
  export default text;
}
declare module "engine-module" {
  const factory: import("../engine.js").ModuleFactory;
  export default factory;
}
