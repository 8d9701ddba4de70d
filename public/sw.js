// The service worker: a page without a network is the copy of an item page or a ticket one has seen, else a page that says so.
// VERSION, ASSETS ({"yitong.css": "/assets/yitong.1a2b3c4d.css", …}) and PRECACHE are put in when the assets are built.

const SHELL = `yitong-shell-${VERSION}`;
// Outlives versions: what a person has saved must not vanish because the style sheet changed.
const SAVED = "yitong-saved-pages";
const SAVED_MOST = 60;
// Somebody's own: gone when they sign out, when somebody else signs in, and when their time is over.
const TICKETS = "yitong-tickets";
const KEEP_UNTIL = "x-keep-until";
const PATIENCE_MS = 4000;
const SAVED_AT = "x-saved-at";
const LANGUAGE_NOTE = "/.language";

const ITEM_PAGE = /^(?:\/(zh|en))?(\/items\/[^/]+)\/?$/;
const TICKET_PAGE = /^(?:\/(zh|en))?(\/me\/appointments\/[\da-f-]{36})\/?$/;
const ANOTHER_PERSON = /^(?:\/(?:zh|en))?(?:\/desk)?\/(?:sign-out|sign-in|sign-up|recover|passkeys\/sign-in|oauth\/logout)(?:\/|$)/;
const OF_AN_ITEM = /^(?:\/(?:zh|en))?(\/items\/[^/]+)(?:\/.*)?$/;
const HASHED_ASSET = /^\/assets\/([\w-]+)\.[0-9a-f]{8}\.(\w+)$/;

// A copy is never shown as what holds now: the item may have been changed or withdrawn since.
const WORDS = {
  zh: { saved: (time) => `没有连上网络。这是${time}存下的内容，现在可能已经改了或停办了。`, ticket: (time) => `没有连上网络。这是${time}存下的凭证；后来改过的，以消息为准。`, again: "再试一次" },
  en: { saved: (time) => `You are offline. Saved ${time}; it may have changed or ended since.`, ticket: (time) => `You are offline. This ticket was saved ${time}; if it was changed since, go by the message.`, again: "Try again" },
};

addEventListener("install", (event) => {
  event.waitUntil(fillShell().then(() => skipWaiting()));
});

addEventListener("activate", (event) => {
  event.waitUntil(takeOver());
});

addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (url.origin === location.origin && mayBeAnother(request, url)) event.waitUntil(caches.delete(TICKETS));
  if (request.method !== "GET" || url.origin !== location.origin) return;
  if (request.mode === "navigate") event.respondWith(page(event, url));
  else if (HASHED_ASSET.test(url.pathname)) event.respondWith(asset(event, url));
});

// A form that ends or begins a session, or a way back from another provider. To look at the page of such a form ends nothing.
function mayBeAnother({ method }, { pathname }) {
  return ANOTHER_PERSON.test(pathname) && (method !== "GET" || /\/(?:return|logout)$/.test(pathname));
}

async function fillShell() {
  const shell = await caches.open(SHELL);
  await Promise.all(
    PRECACHE.map(async (path) => {
      // Names of assets carry their hash; the pages must be asked for anew.
      const response = await fetch(path, { cache: HASHED_ASSET.test(path) ? "default" : "reload" });
      if (!response.ok) throw new Error(`${path} answered ${response.status}`);
      await shell.put(path, await copyOf(response));
    }),
  );
}

async function takeOver() {
  const names = await caches.keys();
  const old = names.filter((name) => name.startsWith("yitong-") && ![SHELL, SAVED, TICKETS].includes(name));
  await Promise.all(old.map((name) => caches.delete(name)));
  if (registration.navigationPreload) await registration.navigationPreload.enable();
  await clients.claim();
}

// Pages: the network first. Only who has a saved copy is spared waiting for a line that hangs.
async function page(event, url) {
  const answer = fromNetwork(event, url);
  const copy = await savedCopy(url);
  try {
    return await (copy ? Promise.race([answer, tooLong()]) : answer);
  } catch {
    return copy ? withNote(copy) : offlinePage(url);
  }
}

async function fromNetwork(event, url) {
  const response = (await event.preloadResponse) || (await fetch(event.request));
  event.waitUntil(remember(url, response.clone()).catch(() => {}));
  return response;
}

function tooLong() {
  return new Promise((_, reject) => setTimeout(reject, PATIENCE_MS, new Error("too long")));
}

async function remember(url, response) {
  const language = response.headers.get("content-language");
  const saved = await caches.open(SAVED);
  if (language && response.ok) await saved.put(LANGUAGE_NOTE, new Response(language));
  if (TICKET_PAGE.test(url.pathname)) return rememberTicket(url, response);
  if (!ITEM_PAGE.test(url.pathname)) return;
  if (response.status === 404 || response.status === 410) {
    await forgetItem(saved, OF_AN_ITEM.exec(url.pathname)[1]);
  } else if (mayBeSaved(response)) {
    await saved.delete(url.pathname);
    await saved.put(url.pathname, await copyOf(response, { [SAVED_AT]: new Date().toISOString() }));
    await forgetOldest(saved);
  }
}

// The server says until when a ticket is of use; one without that is no ticket any more. What leads elsewhere says nothing about
// it: whoever is not signed in for the moment may still show what they saved.
async function rememberTicket(url, response) {
  if (response.type === "opaqueredirect" || response.status >= 500) return;
  const tickets = await caches.open(TICKETS);
  const copies = (await tickets.keys()).filter((request) => sameTicket(request, url));
  await Promise.all(copies.map((request) => tickets.delete(request)));
  if (response.status === 200 && response.headers.has(KEEP_UNTIL)) {
    await tickets.put(url.pathname, await copyOf(response, { [SAVED_AT]: new Date().toISOString() }));
  }
}

function sameTicket(request, url) {
  return TICKET_PAGE.exec(new URL(request.url).pathname)?.[2] === TICKET_PAGE.exec(url.pathname)[2];
}

async function savedTicket(url) {
  const tickets = await caches.open(TICKETS);
  let found;
  for (const request of await tickets.keys()) {
    const copy = await tickets.match(request, { ignoreVary: true });
    if (new Date(copy.headers.get(KEEP_UNTIL)) < new Date()) await tickets.delete(request);
    else if (sameTicket(request, url)) found = copy;
  }
  return found;
}

// Gone in one language is gone in every one, and so is whatever lies below its address.
async function forgetItem(saved, item) {
  const copies = (await saved.keys()).filter((request) => OF_AN_ITEM.exec(new URL(request.url).pathname)?.[1] === item);
  await Promise.all(copies.map((request) => saved.delete(request)));
}

function mayBeSaved(response) {
  const header = (name) => response.headers.get(name) || "";
  return response.status === 200 && header("content-type").startsWith("text/html") && !header("cache-control").includes("no-store");
}

async function forgetOldest(saved) {
  const pages = (await saved.keys()).filter((request) => ITEM_PAGE.test(new URL(request.url).pathname));
  const tooMany = pages.slice(0, Math.max(0, pages.length - SAVED_MOST));
  await Promise.all(tooMany.map((request) => saved.delete(request)));
}

async function savedCopy(url) {
  if (TICKET_PAGE.test(url.pathname)) return savedTicket(url);
  const item = ITEM_PAGE.exec(url.pathname);
  if (!item) return undefined;
  const saved = await caches.open(SAVED);
  const sameItem = [url.pathname, item[2], `/zh${item[2]}`, `/en${item[2]}`];
  for (const path of sameItem) {
    const copy = await saved.match(path, { ignoreVary: true });
    if (copy) return copy;
  }
  return undefined;
}

async function offlinePage(url) {
  const shell = await caches.open(SHELL);
  const path = (await languageOf(url)) === "en" ? "/en/offline" : "/zh/offline";
  return (await shell.match(path, { ignoreVary: true })) || Response.error();
}

async function languageOf(url) {
  const prefix = /^\/(zh|en)(?:\/|$)/.exec(url.pathname);
  if (prefix) return prefix[1];
  const saved = await caches.open(SAVED);
  const note = await saved.match(LANGUAGE_NOTE);
  const language = note ? await note.text() : navigator.language;
  return language.toLowerCase().startsWith("en") ? "en" : "zh";
}

// A saved page says so, and asks for the assets of this version: those it was written with may be gone.
async function withNote(copy) {
  const html = await copy.text();
  const language = /<html[^>]*\slang="?en/i.test(html) ? "en" : "zh";
  const savedAt = copy.headers.get(SAVED_AT);
  const shown = new Intl.DateTimeFormat(language === "en" ? "en-GB" : "zh-CN", {
    month: language === "en" ? "short" : "long",
    day: "numeric",
    hour: "2-digit",
    minute: "2-digit",
  }).format(new Date(savedAt));
  const words = WORDS[language];
  const time = `<time datetime="${savedAt}">${shown}</time>`;
  const said = copy.headers.has(KEEP_UNTIL) ? words.ticket(time) : words.saved(time);
  const note = `<p class="banner" role="status">${said} <a href="">${words.again}</a></p>`;
  const body = html
    .replace(/<body[^>]*>/i, (tag) => tag + note)
    .replace(/\/assets\/([\w-]+)\.[0-9a-f]{8}\.(\w+)/g, (path, stem, ext) => ASSETS[`${stem}.${ext}`] || path);
  return new Response(body, { status: 200, headers: copy.headers });
}

// Assets never change under their name: the copy first. A page of an older version that asks for a style sheet or
// icons that are gone gets those of today; scripts are left alone, because they only fit their own module.
async function asset(event, url) {
  const shell = await caches.open(SHELL);
  const copy = await shell.match(url.pathname, { ignoreVary: true });
  if (copy) return copy;
  const response = await fetch(event.request);
  if (response.ok) {
    event.waitUntil(copyOf(response.clone()).then((kept) => shell.put(url.pathname, kept)).catch(() => {}));
    return response;
  }
  const [, stem, extension] = HASHED_ASSET.exec(url.pathname);
  const today = /^(?:css|svg)$/.test(extension) && ASSETS[`${stem}.${extension}`];
  return (today && (await shell.match(today, { ignoreVary: true }))) || response;
}

// A copy that was redirected may not answer a navigation, and its body is no longer compressed.
async function copyOf(response, more = {}) {
  const headers = new Headers(response.headers);
  headers.delete("content-encoding");
  headers.delete("content-length");
  for (const name of Object.keys(more)) headers.set(name, more[name]);
  return new Response(await response.blob(), { status: response.status, headers });
}
