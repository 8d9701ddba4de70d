// What a first visit costs the person who pays for the line.

import fs from "node:fs";
import path from "node:path";
import { pathOf } from "./support/city";
import { bytesOf, weigh, type Fetched } from "./support/weight.mjs";
import { expect, test } from "./support/test";

const listed = (files: Fetched[]) => files.map((file) => `${file.bytes} ${file.path}`).join("\n");

test("the first visit of the home page, with all its files, stays within 60 KB", async ({ browser, baseURL }) => {
  const { page, worker } = await weigh(browser, baseURL ?? "", "/zh");
  const files = [...page, ...worker];
  expect(bytesOf(files), listed(files)).toBeLessThanOrEqual(60_000);
});

test("an item page, with all its files, stays within 25 KB", async ({ browser, baseURL, request }) => {
  const { page } = await weigh(browser, baseURL ?? "", `/zh${await pathOf(request, "a service item")}`);
  expect(bytesOf(page), listed(page)).toBeLessThanOrEqual(25_000);
});

test("all scripts and WebAssembly a resident can load stay within 70 KB", () => {
  const site = path.resolve(import.meta.dirname, "../target/site");
  const scripts = [path.join(site, "sw.js.br")];
  for (const name of fs.readdirSync(path.join(site, "assets"))) {
    if (/\.(?:js|wasm)\.br$/.test(name)) scripts.push(path.join(site, "assets", name));
  }
  const total = scripts.reduce((sum, file) => sum + fs.statSync(file).size, 0);
  expect(total).toBeLessThanOrEqual(70_000);
});
