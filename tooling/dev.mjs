// `make dev`: serves a development build, and builds and starts again whenever a source changes.

import { spawn, spawnSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";

const watched = ["app", "server", "style", "public"];
const yitong = path.join(process.env.CARGO_TARGET_DIR || "target", "debug", "yitong");

let server;
let pending;
let again = false;
let building = false;

await buildAndServe();
for (const folder of watched) {
  fs.watch(folder, { recursive: true }, () => {
    clearTimeout(pending);
    // Editors write a file in several steps.
    pending = setTimeout(buildAndServe, 200);
  });
}
console.log(`Watching ${watched.join(", ")}; Ctrl-C stops.`);
for (const signal of ["SIGINT", "SIGTERM"]) {
  process.on(signal, async () => {
    await stop();
    process.exit(0);
  });
}

async function buildAndServe() {
  if (building) {
    again = true;
    return;
  }
  building = true;
  do {
    again = false;
    const built = (await succeeds("make", "--no-print-directory", "site")) && (await succeeds("cargo", "build", "-p", "server"));
    if (built && !again) {
      await stop();
      if (ready("migrate") && ready("demo")) server = spawn(yitong, ["serve"], { stdio: "inherit" });
    }
  } while (again);
  building = false;
}

function succeeds(command, ...args) {
  return new Promise((resolve) => {
    spawn(command, args, { stdio: "inherit" }).on("close", (code) => resolve(code === 0));
  });
}

function ready(subcommand) {
  return spawnSync(yitong, [subcommand], { stdio: "inherit" }).status === 0;
}

function stop() {
  if (!server || server.exitCode !== null) return undefined;
  return new Promise((resolve) => {
    server.on("close", resolve);
    server.kill("SIGTERM");
  });
}
