// What a first visit to a page costs: every file a fresh browser fetches for it, with brotli.

import { Line } from "./line.mjs";

/**
 * Opens `path` of the server at `upstream` in a new context of `browser` and waits until the islands are awake and the
 * service worker has laid in its stock.
 *
 * Gives what the page itself needs (`page`) and what the worker fetches in the background afterwards (`worker`), each a
 * list of `{ path, bytes }`.
 */
export async function weigh(browser, upstream, path) {
  const line = await Line.to(upstream, { "accept-encoding": "br" });
  const context = await browser.newContext({ baseURL: line.address, locale: "zh-CN", serviceWorkers: "allow" });
  try {
    const page = await context.newPage();
    await page.goto(path, { waitUntil: "load" });
    await page.waitForFunction(() => !document.querySelector("leptos-island") || document.documentElement.dataset.islands);
    await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
    await page.waitForLoadState("networkidle");
    // Chromium fetches the manifest and the icon when it pleases, or never: they are counted either way.
    const linked = await page.evaluate(() =>
      [...document.querySelectorAll('link[rel="manifest"], link[rel="icon"]')].map((link) => link.href),
    );
    for (const address of linked) {
      if (!line.heard.some((file) => file.path === new URL(address).pathname)) await fetch(address);
    }
    const files = line.heard.map(({ path: file, bytes }) => ({ path: file, bytes }));
    const first = files.findIndex((file) => file.path === "/sw.js");
    const ofWorker = (file, index) => first >= 0 && index >= first && (file.path === "/sw.js" || file.path.endsWith("/offline"));
    return { page: files.filter((file, index) => !ofWorker(file, index)), worker: files.filter(ofWorker) };
  } finally {
    await context.close();
    line.close();
  }
}

export const bytesOf = (files) => files.reduce((sum, file) => sum + file.bytes, 0);
