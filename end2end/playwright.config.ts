import { execFileSync } from "node:child_process";
import { defineConfig, devices } from "@playwright/test";

const phone = {
  viewport: { width: 390, height: 844 },
  deviceScaleFactor: 2,
  hasTouch: true,
  isMobile: true,
};
const desktop = { ...devices["Desktop Chrome"], viewport: { width: 1280, height: 800 } };

/** What is walked through on the phone and on the desktop. */
const journeys = [
  "appointments", "catalogue", "desk", "entry", "factors", "hall", "kin", "notices", "offices", "passkeys", "profile", "openid",
  "realname", "shell",
].map((topic) => `${topic}.spec.ts`);

const onPostgres = Boolean(process.env.YITONG_TEST_POSTGRES);
// Workers read this file again: they must find the ports the first reading chose.
process.env.E2E_PORT ??= freePort();
process.env.E2E_POSTGRES_PORT ??= freePort();
process.env.E2E_APPLICATION_PORT ??= freePort();
process.env.E2E_POSTGRES_APPLICATION_PORT ??= freePort();
// By name: browsers know no passkeys for an address in numbers.
const address = `http://localhost:${process.env.E2E_PORT}`;
const postgresAddress = `http://localhost:${process.env.E2E_POSTGRES_PORT}`;

export default defineConfig({
  testDir: ".",
  outputDir: "test-results",
  workers: 2,
  fullyParallel: true,
  forbidOnly: true,
  timeout: 30_000,
  expect: { timeout: 7_000 },
  reporter: process.env.PLAYWRIGHT_JSON_OUTPUT_FILE ? [["list"], ["json"]] : [["list"]],
  use: {
    baseURL: address,
    locale: "zh-CN",
    timezoneId: "Asia/Shanghai",
    // Most tests are about the server's pages; those about the worker ask for it.
    serviceWorkers: "block",
    trace: "retain-on-failure",
    contextOptions: { reducedMotion: "reduce" },
    launchOptions: {
      executablePath: process.env.CHROMIUM || "/usr/bin/chromium",
      args: [
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
      ],
    },
  },
  projects: [
    { name: "phone", use: phone, testMatch: [...journeys, "structure.spec.ts"] },
    { name: "phone-nojs", use: { ...phone, javaScriptEnabled: false }, testMatch: ["*.nojs.spec.ts"] },
    { name: "desktop", use: desktop, testMatch: [...journeys, "offline.spec.ts", "weight.spec.ts"] },
    { name: "accessibility", use: phone, testMatch: ["accessibility.spec.ts"] },
    ...(onPostgres
      ? [{ name: "desktop-postgres", use: { ...desktop, baseURL: postgresAddress }, testMatch: ["appointments.spec.ts", "catalogue.spec.ts", "desk.spec.ts", "entry.spec.ts", "hall.spec.ts", "kin.spec.ts", "offices.spec.ts", "openid.spec.ts"] }]
      : []),
  ],
  webServer: [
    server(address, "sqlite", process.env.E2E_APPLICATION_PORT),
    ...(onPostgres ? [server(postgresAddress, "postgres", process.env.E2E_POSTGRES_APPLICATION_PORT)] : []),
  ],
});

function server(url: string, engine: "sqlite" | "postgres", application: string) {
  return {
    name: engine,
    command: `node support/server.mjs ${engine} ${new URL(url).port} ${application}`,
    url: `${url}/readyz`,
    timeout: 120_000,
    gracefulShutdown: { signal: "SIGTERM" as const, timeout: 10_000 },
    stdout: "ignore" as const,
    stderr: "pipe" as const,
  };
}

function freePort() {
  const script = 'const s = require("net").createServer().listen(0, "127.0.0.1", () => { console.log(s.address().port); s.close(); })';
  return execFileSync(process.execPath, ["-e", script], { encoding: "utf8" }).trim();
}
