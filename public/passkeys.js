// Asks the device for a passkey (Web Authentication Level 3). Only pages with such a form load it.
//
// A form[data-passkey] says what is asked for; its addresses and words are data attributes. It stays hidden where the browser
// knows no passkeys.

/** What the person is told, as the server or the page put it. */
class Refusal extends Error {}

// The request that waits in the fields of the sign-in page; a click on the button takes its place.
let waiting;
let busy = false;

if (window.PublicKeyCredential && navigator.credentials) {
  for (const form of document.querySelectorAll("form[data-passkey]")) offer(form);
  for (const note of document.querySelectorAll("[data-passkey-without]")) note.hidden = true;
}

// Whoever comes back finds the page as it was left, in the middle of a ceremony that is over.
addEventListener("pageshow", (event) => event.persisted && location.reload());

function offer(form) {
  form.hidden = false;
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (!busy) clicked(form);
  });
  if (form.dataset.passkey === "sign-in" && document.querySelector('[autocomplete~="webauthn"]')) waitInFields(form);
}

async function clicked(form) {
  busy = true;
  if (waiting) waiting.abort();
  say(form, "meta", form.dataset.waiting);
  try {
    await ceremony(form, {});
  } catch (error) {
    say(form, "error", words(form, error));
    busy = false;
    if (waiting) waitInFields(form);
  }
}

// Keys are offered among what the browser fills in. A challenge is answered within five minutes, so it is renewed before,
// but not while nobody looks.
async function waitInFields(form) {
  const conditional = PublicKeyCredential.isConditionalMediationAvailable;
  if (!conditional || !(await conditional.call(PublicKeyCredential))) return;
  const controller = (waiting = new AbortController());
  const renewal = setTimeout(() => {
    controller.abort();
    if (document.hidden) document.addEventListener("visibilitychange", () => waitInFields(form), { once: true });
    else waitInFields(form);
  }, 240000);
  try {
    await ceremony(form, { mediation: "conditional", signal: controller.signal });
  } catch (error) {
    // Whoever did not choose a key did not fail.
    if (error instanceof Refusal && error.chosen) {
      say(form, "error", error.message);
      waitInFields(form);
    }
  }
  clearTimeout(renewal);
}

async function ceremony(form, how) {
  const { ceremony, publicKey } = await ask(form, "begin", {});
  const container = navigator.credentials;
  const options = { publicKey: decoded(publicKey), ...how };
  const credential = await (publicKey.user ? container.create(options) : container.get(options));
  const name = form.elements.name && form.elements.name.value;
  // The page asks once for each way in; whichever box was ticked, the person meant it.
  const stays = document.querySelector('[name="stays"]:checked') !== null;
  const answer = { ceremony, credential: encoded(credential), return: form.dataset.return, name: name || "", stays };
  const { location } = await ask(form, "finish", answer).catch((error) => {
    throw Object.assign(error, { chosen: true });
  });
  window.location.assign(location);
}

async function ask(form, step, body) {
  const response = await fetch(form.dataset[step], {
    method: "POST",
    headers: { accept: "application/json", "content-type": "application/json" },
    body: JSON.stringify(body),
  }).catch(() => {
    throw new Refusal(form.dataset.offline);
  });
  if (response.ok) return response.json();
  if (response.status === 403) {
    // It is too long ago that the person proved to be there.
    window.location.assign(form.dataset.stepUp);
    return new Promise(() => {});
  }
  const problem = await response.json().catch(() => ({}));
  const [fault] = problem.errors || [];
  throw new Refusal((fault && fault.detail) || problem.title || form.dataset.failed);
}

function words(form, error) {
  if (error instanceof Refusal) return error.message;
  const { cancelled, known, failed } = form.dataset;
  return { NotAllowedError: cancelled, AbortError: cancelled, InvalidStateError: known }[error.name] || failed;
}

function say(form, kind, text) {
  const line = document.createElement("p");
  line.className = kind;
  line.textContent = text;
  const told = form.querySelector("[aria-live]");
  told.textContent = "";
  told.append(line);
}

// The JSON forms of Web Authentication. Browsers that can read and write them by themselves are younger than passkeys.

function decoded(options) {
  const { user, excludeCredentials, allowCredentials } = options;
  options.challenge = bytes(options.challenge);
  if (user) user.id = bytes(user.id);
  for (const one of (excludeCredentials || []).concat(allowCredentials || [])) one.id = bytes(one.id);
  return options;
}

function encoded({ id, rawId, type, response }) {
  const parts = {};
  for (const part of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"]) {
    if (response[part]) parts[part] = text(response[part]);
  }
  return { id, rawId: text(rawId), type, response: parts };
}

function bytes(base64url) {
  return Uint8Array.from(atob(base64url.replace(/-/g, "+").replace(/_/g, "/")), (c) => c.charCodeAt(0));
}

function text(buffer) {
  const base64 = btoa(String.fromCharCode(...new Uint8Array(buffer)));
  return base64.replace(/\+/g, "-").replace(/\//g, "_").replace(/=/g, "");
}
