// Runs on every page: wakes the islands, if there are any, and registers the service worker.
// ISLANDS_MODULE and ISLANDS_WASM are put in when the assets are built.

const root = document.documentElement;

if (document.querySelector("leptos-island")) {
  wakeWhenIdleOrTouched();
}
if ("serviceWorker" in navigator) {
  afterLoad(() => {
    // The worker only adds comfort: a browser that refuses it (private window, full disk) loses nothing else.
    navigator.serviceWorker.register("/sw.js", { updateViaCache: "none" }).catch(() => {});
  });
}

function afterLoad(run) {
  if (document.readyState === "complete") run();
  else addEventListener("load", run, { once: true });
}

function wakeWhenIdleOrTouched() {
  let woken = false;
  const wake = () => {
    if (woken) return;
    woken = true;
    removeEventListener("focusin", wakeIfInside, true);
    removeEventListener("pointerdown", wakeIfInside, true);
    wakeIslands().then(
      () => (root.dataset.islands = "ready"),
      (error) => {
        // The page stands without its islands: forms and links go on working.
        root.dataset.islands = "failed";
        console.warn("islands:", error);
      },
    );
  };
  const wakeIfInside = (event) => {
    if (event.target.closest && event.target.closest("leptos-island")) wake();
  };
  addEventListener("focusin", wakeIfInside, true);
  addEventListener("pointerdown", wakeIfInside, true);
  if ("requestIdleCallback" in window) requestIdleCallback(wake, { timeout: 2000 });
  else setTimeout(wake, 200);
  // A field with autofocus, or one the person was quick to reach, has the focus before this script runs.
  wakeIfInside({ target: document.activeElement || root });
}

async function wakeIslands() {
  const islands = await import(ISLANDS_MODULE);
  await islands.default({ module_or_path: ISLANDS_WASM });
  islands.hydrate();
  await visit(document.body, islands, []);
}

// Document order, the outer island before the inner. Children handed to an island (`leptos-children`) are given
// the owner of that island, through its callback, before an island inside them is woken.
async function visit(element, islands, owners) {
  const tag = element.localName;
  if (tag === "leptos-island") {
    const wakeIsland = islands[element.dataset.component];
    const enterOwner = owners[owners.length - 1];
    if (!wakeIsland) throw new Error(`no island named ${element.dataset.component}`);
    if (enterOwner) enterOwner();
    await wakeIsland(element);
  }
  const inner = tag === "leptos-children" ? owners.concat(element.$$on_hydrate) : owners;
  for (const child of [...element.children]) await visit(child, islands, inner);
}
