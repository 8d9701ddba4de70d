// Servers started for a measurement, and stopped after it.

import { spawn } from "node:child_process";
import fs from "node:fs";
import net from "node:net";

/** How long a server may take to answer, and to end. */
const [START_MS, STOP_MS] = [60_000, 60_000];

// The portal refuses settings it does not know, and must not inherit those of whoever measures it.
const inherited = Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^(?:YITONG_|DATABASE_URL$)/.test(name)));

/** Runs a command to its end; its output is shown only if it fails. */
export async function run(command, args, environment) {
  const child = spawn(command, args, { env: { ...inherited, ...environment } });
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
  /** Settled once the process has ended, by whatever cause; with words that say which. */
  #ended;

  /** Starts a server whose address is told by `YITONG_SERVER_ADDR`, or by what `{addr}` stands for in `args`. */
  static async start(command, args, environment) {
    const running = new Running();
    const port = await freePort();
    const addr = `127.0.0.1:${port}`;
    running.address = `http://${addr}`;
    running.#child = spawn(command, args.map((arg) => arg.replace("{addr}", addr)), {
      stdio: ["ignore", "ignore", "ignore"],
      env: { ...inherited, YITONG_SERVER_ADDR: addr, YITONG_SERVER_METRICS_ADDR: `127.0.0.1:${await freePort()}`, ...environment },
    });
    running.#ended = new Promise((resolve) => {
      running.#child.on("error", (error) => resolve(error.message));
      running.#child.on("close", (code, signal) => resolve(`ended with ${code ?? signal}`));
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
    this.#child.kill("SIGTERM");
    // One that does not end in its time is a fault of its own, and not one to wait for without end.
    const grace = setTimeout(() => this.#child.kill("SIGKILL"), STOP_MS);
    const how = await this.#ended;
    clearTimeout(grace);
    if (how.endsWith("SIGKILL")) throw new Error(`${this.#child.spawnfile} did not stop within ${STOP_MS / 1000} s`);
  }

  async #answers() {
    let ended;
    this.#ended.then((how) => (ended = how));
    const deadline = Date.now() + START_MS;
    while (Date.now() < deadline) {
      if (ended) throw new Error(`${this.#child.spawnfile} ${ended}`);
      const answer = await fetch(this.address, { signal: AbortSignal.timeout(START_MS) }).catch(() => undefined);
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
