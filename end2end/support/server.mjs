// Serves the demonstration city from a database of its own: server.mjs sqlite|postgres PORT
// The database is gone when the server stops.

import { spawn, spawnSync } from "node:child_process";
import fs from "node:fs";
import net from "node:net";
import os from "node:os";
import path from "node:path";

const [engine, port] = process.argv.slice(2);
const root = path.resolve(import.meta.dirname, "../..");
const yitong = path.resolve(root, process.env.CARGO_TARGET_DIR || "target", "release", "yitong");
const folder = fs.mkdtempSync(path.join(os.tmpdir(), "yitong-e2e-"));
// The server refuses settings it does not know, and must not inherit those of whoever runs the tests.
const foreign = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith("YITONG_")));
const environment = {
  ...foreign,
  DATABASE_URL: engine === "postgres" ? postgresDatabase() : `sqlite:${path.join(folder, "yitong.db")}`,
  YITONG_SERVER_ADDR: `127.0.0.1:${port}`,
  YITONG_SERVER_ORIGIN: `http://localhost:${port}`,
  YITONG_SERVER_METRICS_ADDR: `127.0.0.1:${await freePort()}`,
  YITONG_SERVER_SITE: path.join(root, "target/site"),
};

for (const subcommand of ["migrate", "demo"]) {
  const { status, error } = spawnSync(yitong, [subcommand], { env: environment, cwd: folder, stdio: ["ignore", "ignore", "inherit"] });
  if (status !== 0) {
    console.error(`yitong ${subcommand} failed${error ? `: ${error.message}` : ""}`);
    leave(1);
  }
}

const server = spawn(yitong, ["serve"], { env: environment, cwd: folder, stdio: ["ignore", "ignore", "inherit"] });
let asked = false;
server.on("exit", (code, signal) => {
  if (!asked) console.error(`yitong serve ended by itself: ${signal ?? code}`);
  leave(code ?? 1);
});
for (const signal of ["SIGINT", "SIGTERM"]) {
  process.on(signal, () => {
    asked = true;
    server.kill("SIGTERM");
  });
}

function leave(code) {
  fs.rmSync(folder, { recursive: true, force: true });
  process.exit(code);
}

// The temporary PostgreSQL is thrown away whole, and this database with it.
function postgresDatabase() {
  const administration = process.env.YITONG_TEST_POSTGRES;
  const name = `e2e_${process.pid}`;
  const url = new URL(administration);
  const { status } = spawnSync("psql", [administration, "-qc", `CREATE DATABASE ${name}`], { stdio: "inherit" });
  if (status !== 0) throw new Error("psql could not create a database");
  url.pathname = `/${name}`;
  return url.href;
}

function freePort() {
  return new Promise((resolve) => {
    const probe = net.createServer().listen(0, "127.0.0.1", () => {
      const { port: free } = probe.address();
      probe.close(() => resolve(free));
    });
  });
}
