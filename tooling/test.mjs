// Runs every test and ends with one line that sums them up: `N passed, N failed`.
// The same line is left in target/test-summary, for whoever has to say it again at the very end.

import { spawn } from "node:child_process";
import fs from "node:fs";

const report = "target/playwright.json";
const summary = "target/test-summary";
fs.mkdirSync("target", { recursive: true });
fs.rmSync(report, { force: true });
fs.rmSync(summary, { force: true });
fs.rmSync("target/e2e-logs", { recursive: true, force: true });

const steps = [
  { name: "Rust", command: ["cargo", "test", "--no-fail-fast"], count: countCargo },
  { name: "browser", command: ["node_modules/.bin/playwright", "test", "--config", "end2end"], count: countPlaywright },
  // What the servers of the browser tests wrote about themselves.
  { name: "logs", command: ["node", "tooling/logs.mjs"], count: (_, code) => ({ passed: code === 0 ? 1 : 0, failed: code === 0 ? 0 : 1 }) },
];

const totals = { passed: 0, failed: 0 };
for (const step of steps) {
  const started = Date.now();
  console.log(`\n== ${step.name}: ${step.command.join(" ")}`);
  const { code, output } = await run(step.command);
  const { passed, failed } = step.count(output, code);
  // A step that fails without a failing test (it did not compile, say) is a failure all the same.
  const failures = code !== 0 && failed === 0 ? 1 : failed;
  totals.passed += passed;
  totals.failed += failures;
  console.log(`== ${step.name}: ${passed} passed, ${failures} failed in ${Math.round((Date.now() - started) / 1000)} s`);
}

const line = `${totals.passed} passed, ${totals.failed} failed`;
fs.writeFileSync(summary, `${line}\n`);
console.log(`\n${line}`);
process.exitCode = totals.failed === 0 && totals.passed > 0 ? 0 : 1;

function run([command, ...args]) {
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      stdio: ["ignore", "pipe", "inherit"],
      env: { ...process.env, PLAYWRIGHT_JSON_OUTPUT_FILE: report },
    });
    let output = "";
    child.stdout.on("data", (chunk) => {
      output += chunk;
      process.stdout.write(chunk);
    });
    child.on("error", (error) => {
      console.error(`${command}: ${error.message}`);
      resolve({ code: 1, output });
    });
    child.on("close", (code) => resolve({ code, output }));
  });
}

function countCargo(output) {
  const results = [...output.matchAll(/^test result: \w+\. (\d+) passed; (\d+) failed;/gm)];
  const sum = (group) => results.reduce((total, result) => total + Number(result[group]), 0);
  return { passed: sum(1), failed: sum(2) };
}

function countPlaywright() {
  if (!fs.existsSync(report)) return { passed: 0, failed: 0 };
  const { stats, errors } = JSON.parse(fs.readFileSync(report, "utf8"));
  return { passed: stats.expected, failed: stats.unexpected + stats.flaky + errors.length };
}
