// Load by wrk: the portal and a bare server in turns, so that whatever else the machine does falls on both.

import fs from "node:fs";
import http from "node:http";
import path from "node:path";
import { Running, run } from "./processes.mjs";
import { median } from "./report.mjs";

/** What a browser says it accepts. */
export const browserHeaders = { accept: "text/html", "accept-encoding": "gzip, deflate, br", "accept-language": "zh-CN" };

const rounds = 3;

/** The body of an answer as it was sent, still compressed. */
export function bodyOf(address, headers) {
  return new Promise((resolve, reject) => {
    const request = http.get(address, { headers }, async (response) => {
      const chunks = [];
      for await (const chunk of response) chunks.push(chunk);
      if (response.statusCode !== 200) reject(new Error(`${address} answered ${response.statusCode}`));
      else resolve(Buffer.concat(chunks));
    });
    request.on("error", reject);
  });
}

/** Compares pages with the same bytes sent from memory. */
export class Load {
  #baseline;
  #folder;
  #seconds;

  constructor(baseline, folder, seconds) {
    this.#baseline = baseline;
    this.#folder = folder;
    this.#seconds = seconds;
  }

  /** Requests a second, of a page and of its bytes. */
  async compare(address, page) {
    const file = path.join(this.#folder, "page");
    fs.writeFileSync(file, await bodyOf(address + page, browserHeaders));
    const bare = await Running.start(this.#baseline, [file, "{addr}"], {});
    try {
      const ours = [];
      const theirs = [];
      for (let round = 0; round < rounds; round += 1) {
        theirs.push(await this.#requestsPerSecond(bare.address));
        ours.push(await this.#requestsPerSecond(address + page));
      }
      return { ours: median(ours), theirs: median(theirs) };
    } finally {
      await bare.stop();
    }
  }

  /** Forms a second: of one sent to an address, and of a bare transaction with a signature. */
  async compareSigned(address, form) {
    const script = path.join(this.#folder, "form.lua");
    const headers = 'wrk.headers["content-type"] = "application/x-www-form-urlencoded"';
    fs.writeFileSync(script, `wrk.method = "POST"\nwrk.body = ${JSON.stringify(form)}\n${headers}\n`);
    const bare = await Running.start(this.#baseline, ["--signed", `sqlite:${path.join(this.#folder, "bare.db")}`, "{addr}"], {});
    try {
      const ours = [];
      const theirs = [];
      for (let round = 0; round < rounds; round += 1) {
        theirs.push(await this.#requestsPerSecond(`${bare.address}/signed`, ["-s", script]));
        ours.push(await this.#requestsPerSecond(address, ["-s", script]));
      }
      return { ours: median(ours), theirs: median(theirs) };
    } finally {
      await bare.stop();
    }
  }

  async #requestsPerSecond(address, more = []) {
    const headers = Object.entries(browserHeaders).flatMap(([name, value]) => ["-H", `${name}: ${value}`]);
    const output = await run("wrk", ["-t2", "-c32", `-d${this.#seconds}s`, ...more, ...headers, address], {});
    if (/Non-2xx|Socket errors/.test(output)) throw new Error(`${address} failed under load:\n${output}`);
    return Number(/Requests\/sec:\s+([\d.]+)/.exec(output)[1]);
  }
}
