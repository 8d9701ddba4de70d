// Serves the demonstration city from a database of its own, and beside it an application of a department:
//   server.mjs sqlite|postgres PORT PORT-OF-THE-APPLICATION
// The database is gone when the server stops. What it wrote about itself stays in target/e2e-logs, with what must not be in it:
// tooling/logs.mjs compares them.

import { spawn, spawnSync } from "node:child_process";
import fs from "node:fs";
import net from "node:net";
import os from "node:os";
import path from "node:path";
import { startDepartmentApp } from "../examples/department-app/app.mjs";
import { startIssuer } from "./issuer.mjs";

const [engine, port, applicationPort] = process.argv.slice(2);
const root = path.resolve(import.meta.dirname, "../..");
const yitong = path.resolve(root, process.env.CARGO_TARGET_DIR || "target", "release", "yitong");
const logs = path.join(root, "target/e2e-logs");
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
  // Each test comes from a network of its own, as people do: what is counted by network would else meet its limit.
  YITONG_SERVER_TRUSTED_PROXIES: "127.0.0.1,::1",
  YITONG_IDENTITY_PROVIDERS: JSON.stringify(await startIssuer(`http://localhost:${port}`)),
  YITONG_LOG_FILTER: "debug",
};

for (const subcommand of ["migrate", "demo"]) {
  const { status, error } = spawnSync(yitong, [subcommand], { env: environment, cwd: folder, stdio: ["ignore", "ignore", "inherit"] });
  if (status !== 0) {
    console.error(`yitong ${subcommand} failed${error ? `: ${error.message}` : ""}`);
    leave(1);
  }
}

const application = `http://localhost:${applicationPort}`;
const CLIENT_ID = "e2e-department";
const added = spawnSync(
  yitong,
  [
    "client", "add", CLIENT_ID, "--department", "CD06", "--state", "live",
    "--name-zh", "部门应用", "--name-en", "Department application",
    "--purpose-zh", "看一看登录是怎么回事。", "--purpose-en", "See how signing in works.",
    "--contact", "028-12345", "--start-uri", `${application}/login`, "--redirect-uri", `${application}/callback`,
    "--post-logout-redirect-uri", `${application}/`, "--backchannel-logout-uri", `${application}/backchannel-logout`,
    "--scopes", "openid profile phone realname offline_access account:read", "--authentication", "client_secret_basic", "--logo", path.join(root, "public/icons/icon-192.png"),
  ],
  { env: environment, cwd: folder, encoding: "utf8", stdio: ["ignore", "pipe", "inherit"] },
);
const clientSecret = /^client_secret: (\S+)$/m.exec(added.stdout ?? "")?.[1];
if (!clientSecret) {
  console.error(`yitong client add failed: ${added.stdout}`);
  leave(1);
}
await startDepartmentApp({ issuer: environment.YITONG_SERVER_ORIGIN, clientId: CLIENT_ID, clientSecret, port: Number(applicationPort) });

fs.mkdirSync(logs, { recursive: true });
const log = path.join(logs, `${engine}.log`);
const server = spawn(yitong, ["serve"], { env: environment, cwd: folder, stdio: ["ignore", "ignore", fs.openSync(log, "w")] });
let asked = false;
server.on("exit", (code, signal) => {
  if (!asked) {
    console.error(fs.readFileSync(log, "utf8").split("\n").slice(-20).join("\n"));
    console.error(`yitong serve ended by itself: ${signal ?? code}`);
  }
  leave(code ?? 1);
});
for (const signal of ["SIGINT", "SIGTERM"]) {
  process.on(signal, () => {
    asked = true;
    server.kill("SIGTERM");
  });
}

// The codes that were sent, as the demonstration's outbox shows them: none may be in the log.
const codes = path.join(logs, `${engine}.codes`);
fs.writeFileSync(codes, "");
setInterval(async () => {
  const outbox = await fetch(`http://127.0.0.1:${port}/dev/outbox`, { headers: { accept: "text/html" } }).catch(() => undefined);
  if (!outbox?.ok) return;
  const known = new Set(fs.readFileSync(codes, "utf8").split("\n"));
  const sent = (await outbox.text()).match(/(?<=验证码 )\d{6}|\d{6}(?= is your code)/g) ?? [];
  const fresh = sent.filter((code) => !known.has(code));
  if (fresh.length > 0) fs.appendFileSync(codes, `${fresh.join("\n")}\n`);
}, 2_000).unref();

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
