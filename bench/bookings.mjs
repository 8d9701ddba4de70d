// People who hold a place and say yes to it, one after the other on each of some connections.

import fs from "node:fs";
import http from "node:http";
import path from "node:path";
import { bodyOf, browserHeaders } from "./load.mjs";
import { Running, run } from "./processes.mjs";
import { median } from "./report.mjs";

const rounds = 3;
/** As many as wrk has in the other measurements. */
const CONNECTIONS = 32;
/** More people than any of the two sides books for. */
const PEOPLE_A_SECOND = 1_500;

/** A copy of a database with the halls, and people who are signed in there: the values of their cookies. */
async function halls(baseline, folder, name, environment, people) {
  const database = path.join(folder, `${name}.db`);
  fs.copyFileSync(environment.DATABASE_URL.replace("sqlite:", ""), database);
  const own = { ...environment, DATABASE_URL: `sqlite:${database}` };
  const tokens = await run(baseline, ["--halls", own.DATABASE_URL, String(people)], {});
  return { own, cookies: tokens.trim().split("\n").map((token) => `yitong_session=${token}`) };
}

/** Bookings a second: by the machine interface, and by the bare statements of its two transactions, each on a database of its own. */
export async function compareBooked(baseline, folder, seconds, environment, serve) {
  const people = seconds * PEOPLE_A_SECOND * rounds;
  const side = async (name, start) => {
    const { own, cookies } = await halls(baseline, folder, name, environment, people);
    const server = await start(own);
    return { server, measure: (times) => bookedPerSecond(server.address, cookies, times, seconds) };
  };
  const bare = await side("bare-bookings", (own) => Running.start(baseline, ["--book", own.DATABASE_URL, "{addr}"], {}));
  const portal = await side("bookings", serve).catch(async (error) => {
    await bare.server.stop();
    throw error;
  });
  try {
    const times = await freeTimes(portal.server.address);
    const ours = [];
    const theirs = [];
    for (let round = 0; round < rounds; round += 1) {
      theirs.push(await bare.measure(times));
      ours.push(await portal.measure(times));
    }
    return { ours: median(ours), theirs: median(theirs) };
  } finally {
    await Promise.all([bare.server.stop(), portal.server.stop()]);
  }
}

/** Milliseconds of a month's page, of a hall with 500 slots and of one with 50,000. */
export async function compareCalendars(baseline, folder, environment, serve) {
  const { own } = await halls(baseline, folder, "calendars", environment, 1);
  const server = await serve(own);
  try {
    const times = { few: [], many: [] };
    for (let round = 0; round < 120; round += 1) {
      for (const hall of ["few", "many"]) {
        const started = performance.now();
        await bodyOf(`${server.address}/zh/book/bench/bench-${hall}`, browserHeaders);
        if (round >= 20) times[hall].push(performance.now() - started);
      }
    }
    return { few: median(times.few), many: median(times.many) };
  } finally {
    await server.stop();
  }
}

async function freeTimes(address) {
  const body = await bodyOf(`${address}/api/v1/slots?matter=bench&office=bench-bookings&to=${dayIn(20)}`, {});
  return JSON.parse(body).slots.map((slot) => slot.starts_at);
}

function dayIn(days) {
  return new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
}

async function bookedPerSecond(address, cookies, times, seconds) {
  const agent = new http.Agent({ keepAlive: true, maxSockets: CONNECTIONS });
  const started = performance.now();
  let booked = 0;
  const connection = async () => {
    while (performance.now() - started < seconds * 1000) {
      const cookie = cookies.pop();
      if (!cookie) throw new Error("more bookings than people");
      const starts_at = times[cookies.length % times.length];
      const hold = await post(agent, `${address}/api/v1/holds`, cookie, { matter: "bench", office: "bench-bookings", starts_at });
      await post(agent, `${address}/api/v1/appointments`, cookie, { hold: hold.id });
      booked += 1;
    }
  };
  await Promise.all(Array.from({ length: CONNECTIONS }, connection));
  agent.destroy();
  return booked / ((performance.now() - started) / 1000);
}

function post(agent, address, cookie, body) {
  return new Promise((resolve, reject) => {
    const text = JSON.stringify(body);
    const headers = { "content-type": "application/json", "content-length": Buffer.byteLength(text), "idempotency-key": cookie.slice(-40), "sec-fetch-site": "same-origin", cookie };
    const request = http.request(address, { method: "POST", agent, headers }, async (response) => {
      const chunks = [];
      for await (const chunk of response) chunks.push(chunk);
      const answer = Buffer.concat(chunks).toString();
      if (response.statusCode !== 201) reject(new Error(`${address} answered ${response.statusCode}: ${answer}`));
      else resolve(JSON.parse(answer));
    });
    request.on("error", reject);
    request.end(text);
  });
}
