// `make bench`: the figures this project promises, measured in one run; exits non-zero on a miss.
//
// Throughput and search are ratios taken within the run, so that they mean the same on every machine: against a bare axum
// server that sends the same bytes from memory, and against a hundredth of the items. BENCH_SECONDS shortens each
// of the six rounds of load (10 by default, a minute in all), which also shortens what memory is measured after. BENCH_PARTS
// measures some parts only: start, city, provider, bookings, scripts, items.

import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { chromium } from "@playwright/test";
import { bytesOf, weigh } from "../end2end/support/weight.mjs";
import { compareBooked, compareCalendars } from "./bookings.mjs";
import { bodyOf, browserHeaders, Load } from "./load.mjs";
import { Running, run } from "./processes.mjs";
import { questions } from "./questions.mjs";
import { browserOptions, median, print } from "./report.mjs";

const yitong = path.resolve(process.env.PORTAL ?? "target/release/yitong");
const baseline = path.resolve(process.env.BASELINE ?? "target/release/baseline");
const site = path.resolve(process.env.SITE ?? "target/site");
const seconds = Number(process.env.BENCH_SECONDS ?? 10);
const folder = fs.mkdtempSync(path.join(os.tmpdir(), "yitong-bench-"));
const figures = [];

try {
  const city = await databaseWith("city");
  const measure = {
    start: () => measureColdStart(city),
    city: () => measureCity(city),
    provider: () => measureProvider(city),
    bookings: () => measureBookings(city),
    scripts: () => measureScripts(),
    items: async () => {
      const few = await databaseWith("thousand", "--generate", "1000");
      const many = await databaseWith("hundred-thousand", "--generate", "100000");
      await measureSearch(few, many);
      await measureList(few, many);
    },
  };
  const parts = process.env.BENCH_PARTS?.split(",") ?? Object.keys(measure);
  for (const part of parts) await measure[part]();
} finally {
  fs.rmSync(folder, { recursive: true, force: true });
}
process.exitCode = print(figures) ? 0 : 1;

function say(what) {
  console.error(`· ${what}`);
}

/** A database with the demonstration city, or with that many generated items. */
async function databaseWith(name, ...items) {
  say(`filling a database: ${name}`);
  const environment = { DATABASE_URL: `sqlite:${path.join(folder, `${name}.db`)}`, YITONG_SERVER_SITE: site };
  await run(yitong, ["migrate"], environment);
  await run(yitong, ["demo", ...items], environment);
  return environment;
}

async function measureColdStart(environment) {
  say("cold start");
  const times = [];
  for (let round = 0; round < 5; round += 1) {
    const started = performance.now();
    const server = await Running.start(yitong, ["serve"], environment);
    times.push(performance.now() - started);
    await server.stop();
  }
  figures.push({ name: "cold start with a filled database to the first answer", value: median(times) / 1000, unit: "s", most: 1 });
}

async function measureCity(environment) {
  const server = await Running.start(yitong, ["serve"], environment);
  try {
    const { items } = await (await fetch(`${server.address}/api/v1/items?limit=1`)).json();
    const itemPage = `/zh/items/${items[0].code}`;
    await measureWeight(server, itemPage);
    const load = new Load(baseline, folder, seconds);
    for (const [name, page, least] of [["item page", itemPage, 0.5], ["home page", "/zh", 0.4]]) {
      say(`${name}: requests a second`);
      const { ours, theirs } = await load.compare(server.address, page);
      const note = `${Math.round(ours)} of ${Math.round(theirs)} a second`;
      figures.push({ name: `${name}, requests/s against the same bytes from memory`, value: ours / theirs, unit: "×", least, note });
    }
    figures.push({ name: `memory after ${6 * seconds} s of that load`, value: server.memory() / 1e6, unit: "MB", most: 100 });
  } finally {
    await server.stop();
  }
}

// What applications ask: each of their visitors is a token, and a look at what the provider says of itself.
async function measureProvider(environment) {
  const name = "bench-application";
  const redirect = "https://bench.example/callback";
  const described = { department: "CD06", state: "live", "name-zh": "测量", "name-en": "Bench", "purpose-zh": "测量", "purpose-en": "Bench", contact: "bench@city.example", "redirect-uri": redirect, scopes: "openid offline_access", authentication: "client_secret_post" };
  const flags = Object.entries(described).flatMap(([flag, value]) => [`--${flag}`, value]);
  const printed = await run(yitong, ["client", "add", name, ...flags], environment);
  const secret = /[A-Za-z0-9_-]{43}/.exec(printed)[0];
  const serve = (own) => Running.start(yitong, ["serve"], own);
  const load = new Load(baseline, folder, seconds);
  const server = await serve(environment);
  try {
    for (const [what, address] of [["discovery document", "/.well-known/openid-configuration"], ["public keys", "/oauth/jwks"]]) {
      say(`${what}: requests a second`);
      const { ours, theirs } = await load.compare(server.address, address);
      const note = `${Math.round(ours)} of ${Math.round(theirs)} a second`;
      figures.push({ name: `${what}, requests/s against the same bytes from memory`, value: ours / theirs, unit: "×", least: 0.9, note });
    }
  } finally {
    await server.stop();
  }
  say("codes redeemed a second");
  // The verifier of RFC 7636, appendix B.
  const form = new URLSearchParams({ grant_type: "authorization_code", client_id: name, client_secret: secret, redirect_uri: redirect, code_verifier: "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk" });
  const { ours, theirs } = await load.compareRedeemed(environment, serve, name, form.toString());
  const note = `${Math.round(ours)} of ${Math.round(theirs)} a second`;
  figures.push({ name: "codes redeemed/s against the bare transaction and a signature", value: ours / theirs, unit: "×", least: 0.4, note });
}

async function measureBookings(environment) {
  const serve = (own) => Running.start(yitong, ["serve"], own);
  say("bookings a second");
  const { ours, theirs } = await compareBooked(baseline, folder, seconds, environment, serve);
  const note = `${Math.round(ours)} of ${Math.round(theirs)} a second`;
  figures.push({ name: "visits booked/s against the bare transactions", value: ours / theirs, unit: "×", least: 0.3, note });
  say("calendars");
  const { few, many } = await compareCalendars(baseline, folder, environment, serve);
  const times = `${few.toFixed(1)} ms and ${many.toFixed(1)} ms`;
  figures.push({ name: "month of an office with 50,000 slots against one with 500", value: many / few, unit: "×", most: 2, note: times });
}

async function measureWeight(server, itemPage) {
  say("bytes of a first visit");
  const browser = await chromium.launch(browserOptions);
  try {
    const home = await weigh(browser, server.address, "/zh");
    const homeBytes = bytesOf([...home.page, ...home.worker]);
    figures.push({ name: "first visit of the home page, all files, brotli", value: homeBytes / 1000, unit: "KB", most: 60 });
    const item = await weigh(browser, server.address, itemPage);
    const note = `and ${(bytesOf(item.worker) / 1000).toFixed(1)} KB by the service worker, later`;
    figures.push({ name: "item page without an island, all files, brotli", value: bytesOf(item.page) / 1000, unit: "KB", most: 25, note });
  } finally {
    await browser.close();
  }
}

function measureScripts() {
  const files = fs.readdirSync(path.join(site, "assets")).filter((name) => /\.(?:js|wasm)\.br$/.test(name));
  const sizes = [...files.map((name) => path.join(site, "assets", name)), path.join(site, "sw.js.br")].map((file) => fs.statSync(file).size);
  const total = sizes.reduce((sum, size) => sum + size, 0);
  figures.push({ name: "all WebAssembly and JavaScript a resident page can load, brotli", value: total / 1000, unit: "KB", most: 70 });
}

async function measureSearch(thousand, hundredThousand) {
  const few = await latencyOfSearch(thousand);
  const many = await latencyOfSearch(hundredThousand);
  const note = `${few.toFixed(1)} ms and ${many.toFixed(1)} ms`;
  figures.push({ name: "search over 100,000 items against over 1,000", value: many / few, unit: "×", most: 3, note });
}

// Every question is asked once: an answer that was kept would measure nothing.
async function latencyOfSearch(environment) {
  say("search");
  const server = await Running.start(yitong, ["serve"], environment);
  try {
    const times = [];
    for (const [index, question] of questions().entries()) {
      const started = performance.now();
      await bodyOf(`${server.address}/zh/search?q=${encodeURIComponent(question)}`, browserHeaders);
      if (index >= 20) times.push(performance.now() - started);
    }
    return median(times);
  } finally {
    await server.stop();
  }
}

async function measureList(thousand, hundredThousand) {
  const few = await latenciesOfList(thousand);
  const many = await latenciesOfList(hundredThousand);
  for (const [kind, before] of Object.entries(few)) {
    const note = `${before.toFixed(1)} ms and ${many[kind].toFixed(1)} ms`;
    figures.push({ name: `${kind} of the desk's list of 100,000 items against 1,000`, value: many[kind] / before, unit: "×", most: 2, note });
  }
}

// Pages of the desk are made anew for each request; the median of many is what a person waits.
async function latenciesOfList(environment) {
  say("the desk's list of items");
  const server = await Running.start(yitong, ["serve"], environment);
  try {
    const headers = { ...browserHeaders, cookie: await signIn(server.address) };
    const pages = {
      "first page": "/zh/desk/items",
      "filtered page": "/zh/desk/items?live=published&sort=code",
      "page in the middle": await pageInTheMiddle(server.address, headers),
    };
    const medians = {};
    for (const [kind, page] of Object.entries(pages)) {
      const times = [];
      for (let round = 0; round < 60; round += 1) {
        const started = performance.now();
        await bodyOf(server.address + page, headers);
        if (round >= 10) times.push(performance.now() - started);
      }
      medians[kind] = median(times);
    }
    return medians;
  } finally {
    await server.stop();
  }
}

async function pageInTheMiddle(address, headers) {
  let page = "/zh/desk/items?sort=code";
  for (let step = 0; step < 8; step += 1) {
    const body = await (await fetch(address + page, { headers })).text();
    const next = /href="([^"]*after=[^"]*)"/g;
    page = [...body.matchAll(next)].at(-1)[1].replaceAll("&amp;", "&");
  }
  return page;
}

async function signIn(address) {
  const answer = await fetch(`${address}/desk/sign-in`, {
    method: "POST",
    redirect: "manual",
    headers: { "content-type": "application/x-www-form-urlencoded", "sec-fetch-site": "same-origin" },
    body: "name=city.admin&password=demonstration-only",
  });
  if (answer.status !== 303) throw new Error(`signing in answered ${answer.status}`);
  const jar = new Map();
  const keep = (response) => {
    for (const cookie of response.headers.getSetCookie()) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(cookie);
      jar.set(name, value);
    }
  };
  const shown = () => [...jar].map(([name, value]) => `${name}=${value}`).join("; ");
  keep(answer);
  // The second step: a code to the phone, which the demonstration shows. It is bound to the browser that asked for it.
  const post = async (path, body) => {
    const response = await fetch(address + path, {
      method: "POST",
      redirect: "manual",
      headers: { "content-type": "application/x-www-form-urlencoded", "sec-fetch-site": "same-origin", cookie: shown() },
      body,
    });
    keep(response);
    return response;
  };
  const sent = await post("/sign-in/second-factor/code", "to=phone");
  const id = new URL(sent.headers.get("location"), address).searchParams.get("code");
  const code = await codeSent(`${address}/dev/outbox?address=%2B8613800000001`);
  const whole = await post("/sign-in/second-factor", `way=sent&code=${id}&value=${code}`);
  if (whole.status !== 303) throw new Error(`the second step answered ${whole.status}`);
  return shown();
}

/** The digits of the newest message in an outbox, where it stands a moment after it was asked for. */
async function codeSent(outbox) {
  for (let tries = 0; tries < 50; tries++) {
    const page = await (await fetch(outbox, { headers: { accept: "text/html" } })).text();
    const words = /<article[\s\S]*?<\/article>/.exec(page)?.[0].replace(/<[^>]+>/g, " ") ?? "";
    const code = /(?<!\d)\d{6}(?!\d)/.exec(words)?.[0];
    if (code) return code;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error("no code was sent");
}
