// Builds what a browser loads: assets.mjs SITE_DIR WASM_FILE
//
//   SITE_DIR/assets/<stem>.<hash>.<ext>   style sheet, icons, scripts and WebAssembly, never changing under their name
//   SITE_DIR/assets.json                  {"yitong.css": "/assets/yitong.1a2b3c4d.css", …}: what the pages link to
//   SITE_DIR/sw.js, icons/                at fixed addresses
//
// Everything worth compressing also lies there as .br and .gz. WASM_FILE is what `wasm-bindgen --target web` made;
// its JavaScript is looked for beside it. Files of earlier builds are removed last, so that a running server finds its own.

import { createHash } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import zlib from "node:zlib";
import * as esbuild from "esbuild";
import { smallestIslands } from "./islands.mjs";

const root = path.resolve(import.meta.dirname, "..");
const [siteArgument, wasmArgument] = process.argv.slice(2);
if (!wasmArgument) {
  console.error("usage: node tooling/assets.mjs SITE_DIR WASM_FILE");
  process.exit(2);
}
const site = path.resolve(siteArgument);
const wasmFile = path.resolve(wasmArgument);

// Old phones' WebViews read the pages; scripts and islands are a bonus they may miss.
const oldBrowsers = ["chrome64", "safari12", "firefox67"];
const compressible = new Set([".css", ".svg", ".js", ".wasm", ".json", ".txt", ".webmanifest"]);

const written = new Set();
const addresses = {};

const style = await bundle("style/main.css", { target: oldBrowsers });
const deskStyle = await bundle("style/desk.css", { target: oldBrowsers });
const islands = await smallestIslands(wasmFile);
const wasmAddress = asset("yitong.wasm", islands.wasm);
// Its default address of the module is never used, because boot.js passes one; it should still name a file that exists.
const islandsAddress = asset("yitong.js", islands.script.replace("yitong_bg.wasm", path.basename(wasmAddress)));
asset("yitong.css", style);
asset("desk.css", deskStyle);
asset("icons.svg", fs.readFileSync(path.join(root, "public/icons.svg")));
asset(
  "boot.js",
  await bundle("public/boot.js", {
    format: "esm",
    target: oldBrowsers,
    external: [islandsAddress],
    define: { ISLANDS_MODULE: JSON.stringify(islandsAddress), ISLANDS_WASM: JSON.stringify(wasmAddress) },
  }),
);

asset("nearest.js", await bundle("public/nearest.js", { format: "esm", target: oldBrowsers }));
asset("passkeys.js", await bundle("public/passkeys.js", { format: "esm", target: oldBrowsers }));
asset("hall.js", await bundle("public/hall.js", { format: "esm", target: oldBrowsers }));
asset("session.js", await bundle("public/session.js", { format: "esm", target: oldBrowsers }));

const precache = [addresses["yitong.css"], addresses["icons.svg"], addresses["boot.js"], "/zh/offline", "/en/offline"];
const worker = (version) =>
  bundle("public/sw.js", {
    format: "iife",
    target: oldBrowsers,
    define: { VERSION: JSON.stringify(version), ASSETS: JSON.stringify(addresses), PRECACHE: JSON.stringify(precache) },
  });
put("sw.js", await worker(hash(await worker(""))));

for (const name of fs.readdirSync(path.join(root, "public/icons"))) {
  put(`icons/${name}`, fs.readFileSync(path.join(root, "public/icons", name)));
}
put("assets.json", `${JSON.stringify(addresses, null, 2)}\n`);
removeStale(site);

const sizes = Object.entries(addresses).map(([name, address]) => {
  const bytes = fs.statSync(path.join(site, `${address}.br`)).size;
  return `${name} ${(bytes / 1024).toFixed(1)} KB`;
});
console.log(`assets (brotli): ${sizes.join(", ")}`);

async function bundle(entry, options) {
  const result = await esbuild.build({
    absWorkingDir: root,
    entryPoints: [entry],
    bundle: true,
    minify: true,
    write: false,
    charset: "utf8",
    legalComments: "none",
    // Old Safari closes iterators wrongly while destructuring, which is all that esbuild holds against it.
    supported: { destructuring: true },
    logLevel: "warning",
    ...options,
  });
  return result.outputFiles[0].text;
}

function asset(name, content) {
  const { name: stem, ext } = path.parse(name);
  const address = `/assets/${stem}.${hash(content)}${ext}`;
  put(address.slice(1), content);
  addresses[name] = address;
  return address;
}

function hash(content) {
  return createHash("sha256").update(content).digest("hex").slice(0, 8);
}

function put(name, content) {
  write(name, Buffer.from(content));
  if (!compressible.has(path.extname(name)) || name === "assets.json") return;
  const bytes = Buffer.from(content);
  const { BROTLI_PARAM_QUALITY, BROTLI_PARAM_SIZE_HINT } = zlib.constants;
  const params = { [BROTLI_PARAM_QUALITY]: 11, [BROTLI_PARAM_SIZE_HINT]: bytes.length };
  write(`${name}.br`, zlib.brotliCompressSync(bytes, { params }));
  write(`${name}.gz`, zlib.gzipSync(bytes, { level: 9 }));
}

function write(name, bytes) {
  const file = path.join(site, name);
  written.add(file);
  if (fs.existsSync(file) && fs.readFileSync(file).equals(bytes)) return;
  fs.mkdirSync(path.dirname(file), { recursive: true });
  // Renamed into place: a server that reads in between sees the old file or the new, never half of one.
  fs.writeFileSync(`${file}.part`, bytes);
  fs.renameSync(`${file}.part`, file);
}

function removeStale(folder) {
  for (const entry of fs.readdirSync(folder, { withFileTypes: true })) {
    const file = path.join(folder, entry.name);
    if (entry.isDirectory()) removeStale(file);
    else if (!written.has(file)) fs.rmSync(file);
  }
}
