// Load by wrk: the portal and a bare server in turns, so that whatever else the machine does falls on both.

import fs from "node:fs";
import http from "node:http";
import path from "node:path";
import { Running, run } from "./processes.mjs";
import { median } from "./report.mjs";

/** What a browser says it accepts. */
export const browserHeaders = { accept: "text/html", "accept-encoding": "gzip, deflate, br", "accept-language": "zh-CN" };

const rounds = 3;
/** More codes than any of the two sides redeems. */
const CODES_A_SECOND = 10_000;

// Every code works once: the threads share out a stretch of the file, 44 bytes a line.
const redeeming = `
local threads = 0
function setup(thread)
  thread:set("number", threads)
  threads = threads + 1
end
function init(args)
  local share = math.floor(tonumber(args[3]) / 2)
  local file = io.open(args[1])
  file:seek("set", (tonumber(args[2]) + number * share) * 44)
  codes, form, used = file:read(share * 44), args[4], 0
  file:close()
  wrk.method = "POST"
  wrk.headers["content-type"] = "application/x-www-form-urlencoded"
end
function request()
  local code = codes:sub(used * 44 + 1, used * 44 + 43)
  used = used + 1
  return wrk.format(nil, nil, nil, form .. "&code=" .. code)
end
`;

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

  /**
   * Codes redeemed a second: at the token endpoint, and by the bare statements of its transaction with a signature, each on a
   * database of its own with as many codes as the rounds can use.
   */
  async compareRedeemed(environment, serve, client, form) {
    const script = path.join(this.#folder, "codes.lua");
    fs.writeFileSync(script, redeeming);
    const count = this.#seconds * CODES_A_SECOND;
    const side = async (name, start) => {
      const database = path.join(this.#folder, `${name}.db`);
      fs.copyFileSync(environment.DATABASE_URL.replace("sqlite:", ""), database);
      const own = { ...environment, DATABASE_URL: `sqlite:${database}` };
      const codes = path.join(this.#folder, `${name}.codes`);
      fs.writeFileSync(codes, await run(this.#baseline, ["--codes", own.DATABASE_URL, client, String(count * rounds)], {}));
      const server = await start(own);
      const measure = (round) => this.#requestsPerSecond(`${server.address}/oauth/token`, ["-s", script], [codes, round * count, count, form]);
      return { server, measure };
    };
    const bare = await side("bare", (own) => Running.start(this.#baseline, ["--redeem", own.DATABASE_URL, "{addr}"], {}));
    const portal = await side("portal", serve).catch(async (error) => {
      await bare.server.stop();
      throw error;
    });
    try {
      const ours = [];
      const theirs = [];
      for (let round = 0; round < rounds; round += 1) {
        theirs.push(await bare.measure(round));
        ours.push(await portal.measure(round));
      }
      return { ours: median(ours), theirs: median(theirs) };
    } finally {
      await Promise.all([bare.server.stop(), portal.server.stop()]);
    }
  }

  async #requestsPerSecond(address, more = [], given = []) {
    const headers = Object.entries(browserHeaders).flatMap(([name, value]) => ["-H", `${name}: ${value}`]);
    const output = await run("wrk", ["-t2", "-c32", `-d${this.#seconds}s`, ...more, ...headers, address, ...(given.length > 0 ? ["--", ...given.map(String)] : [])], {});
    if (/Non-2xx|Socket errors/.test(output)) throw new Error(`${address} failed under load:\n${output}`);
    return Number(/Requests\/sec:\s+([\d.]+)/.exec(output)[1]);
  }
}
