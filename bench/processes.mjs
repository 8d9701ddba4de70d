// Servers started for a measurement, and stopped after it.

import { spawn } from "node:child_process";
import fs from "node:fs";
import net from "node:net";

/** Runs a command to its end; its output is shown only if it fails. */
export async function run(command, args, environment) {
  const child = spawn(command, args, { env: { ...process.env, ...environment } });
  let output = "";
  child.stdout.on("data", (chunk) => (output += chunk));
  child.stderr.on("data", (chunk) => (output += chunk));
  const code = await new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", resolve);
  });
  if (code !== 0) throw new Error(`${command} ${args.join(" ")} failed:\n${output}`);
  return output;
}

/** A server that answers. */
export class Running {
  #child;

  /** Starts a server whose address is told by `YITONG_SERVER_ADDR`, or by what `{addr}` stands for in `args`. */
  static async start(command, args, environment) {
    const running = new Running();
    const port = await freePort();
    const addr = `127.0.0.1:${port}`;
    running.address = `http://${addr}`;
    running.#child = spawn(command, args.map((arg) => arg.replace("{addr}", addr)), {
      stdio: ["ignore", "ignore", "ignore"],
      env: { ...process.env, YITONG_SERVER_ADDR: addr, YITONG_SERVER_METRICS_ADDR: `127.0.0.1:${await freePort()}`, ...environment },
    });
    await running.#answers();
    return running;
  }

  /** Bytes of memory held now. */
  memory() {
    const status = fs.readFileSync(`/proc/${this.#child.pid}/status`, "utf8");
    return Number(/^VmRSS:\s+(\d+) kB/m.exec(status)[1]) * 1024;
  }

  async stop() {
    if (this.#child.exitCode !== null) return;
    const closed = new Promise((resolve) => this.#child.on("close", resolve));
    this.#child.kill("SIGTERM");
    await closed;
  }

  async #answers() {
    const deadline = Date.now() + 60_000;
    while (Date.now() < deadline) {
      if (this.#child.exitCode !== null) throw new Error(`${this.#child.spawnfile} ended with ${this.#child.exitCode}`);
      const answer = await fetch(this.address).catch(() => undefined);
      await answer?.arrayBuffer();
      if (answer?.status === 200) return;
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    throw new Error(`${this.address} does not answer`);
  }
}

function freePort() {
  return new Promise((resolve) => {
    const probe = net.createServer().listen(0, "127.0.0.1", () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });
}
