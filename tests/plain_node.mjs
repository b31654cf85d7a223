// Loads the worker from the module ENTRY outside workerd, and asks it for its health: `node plain_node.mjs ENTRY`.

import { register } from "node:module";
import { pathToFileURL } from "node:url";

const runtime = `
  class Called { constructor(ctx, env) { Object.assign(this, { ctx, env }); } }
  export { Called as DurableObject, Called as WorkerEntrypoint };
  export const env = {};
`;
// In workerd, the configuration says whether a file is a JavaScript module or one of wasm.
const hooks = `
  import { readFile } from "node:fs/promises";
  const RUNTIME = ${JSON.stringify(`data:text/javascript,${encodeURIComponent(runtime)}`)};
  export const resolve = (name, context, next) =>
    name === "cloudflare:workers" ? { url: RUNTIME, shortCircuit: true } : next(name, context);
  export async function load(url, context, next) {
    if (!url.startsWith("file:")) return next(url, context);
    const wasm = \`import { readFileSync } from "node:fs";
      export default new WebAssembly.Module(readFileSync(new URL(\${JSON.stringify(url)})));\`;
    const json = async () => \`export default \${await readFile(new URL(url))}\`;
    const source = url.endsWith(".wasm") ? wasm : url.endsWith(".json") ? await json() : await readFile(new URL(url));
    return { format: "module", source, shortCircuit: true };
  }
`;
// Features that Node lacks, or lacked before version 22.
globalThis.addEventListener ??= () => {};
Promise.withResolvers ??= () => {
  const parts = {};
  parts.promise = new Promise((resolve, reject) => Object.assign(parts, { resolve, reject }));
  return parts;
};
register(`data:text/javascript,${encodeURIComponent(hooks)}`);

const { default: Worker } = await import(pathToFileURL(process.argv[2]));
const asked = new Request("http://127.0.0.1/api/v1/healthz", { headers: { host: "127.0.0.1" } });
const answer = await new Worker({}, {}).fetch(asked);
console.log(answer.status, await answer.text());
