// Makes the islands as small as they get: what `wasm-bindgen --target web` wrote, less everything no page can reach.

import { execFileSync } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import * as esbuild from "esbuild";

const programs = path.resolve(import.meta.dirname, "../node_modules/.bin");

/** The islands' WebAssembly (bytes) and its JavaScript (text), from the `.wasm` file with its `.js` beside it. */
export async function smallestIslands(wasmFile) {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "yitong-islands-"));
  try {
    const script = await reachableScript(wasmFile.replace(/_bg\.wasm$/, ".js"));
    return { script, wasm: reachableWasm(wasmFile, script, folder) };
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }
}

// `boot.js` calls the loader (default), `hydrate` and the islands, whose names end in a hash. Leptos brings classes for
// streams that none of these use; two of their lines look like side effects to a bundler and are none here.
async function reachableScript(file) {
  const source = fs.readFileSync(file, "utf8");
  const islands = [...source.matchAll(/^export function (\w+_\d{6,})\(/gm)].map(([, name]) => name);
  const pure = source
    .replace(/^if \(Symbol\.dispose\) .*$/gm, "")
    .replaceAll("new FinalizationRegistry(", "/* @__PURE__ */ new FinalizationRegistry(");
  const resolved = { name: "bindings", setup: (build) => build.onLoad({ filter: /./ }, () => ({ contents: pure })) };
  const result = await esbuild.build({
    stdin: { contents: `export { default, ${["hydrate", ...islands].join(", ")} } from ${JSON.stringify(file)};`, resolveDir: path.dirname(file) },
    plugins: [resolved],
    bundle: true,
    minify: true,
    write: false,
    format: "esm",
    target: "es2020",
    logLevel: "warning",
  });
  return result.outputFiles[0].text;
}

// An export that the script never names has no caller.
function reachableWasm(file, script, folder) {
  const exported = WebAssembly.Module.exports(new WebAssembly.Module(fs.readFileSync(file))).map(({ name }) => name);
  const words = new Set(script.match(/[\w$]+/g));
  const called = exported.filter((name) => words.has(name));
  const graph = path.join(folder, "graph.json");
  const nodes = called.map((name) => ({ name: `export ${name}`, export: name }));
  fs.writeFileSync(graph, JSON.stringify([{ name: "script", root: true, reaches: nodes.map(({ name }) => name) }, ...nodes]));

  const reachable = path.join(folder, "reachable.wasm");
  run("wasm-metadce", "--graph-file", graph, file, "-o", reachable);
  // Only the features rustc declares in the file: with all of them, wasm-opt writes what no browser reads yet.
  const smallest = path.join(folder, "smallest.wasm");
  run("wasm-opt", "-Oz", "--converge", "--strip-debug", "--strip-producers", "--strip-target-features", reachable, "-o", smallest);
  const bytes = fs.readFileSync(smallest);
  if (!WebAssembly.validate(bytes)) throw new Error("what wasm-opt wrote is no valid WebAssembly");
  return bytes;
}

function run(program, ...args) {
  // wasm-metadce lists on stdout what it removed.
  execFileSync(path.join(programs, program), args, { stdio: ["ignore", "ignore", "inherit"] });
}
