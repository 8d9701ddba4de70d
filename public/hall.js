// In a hall: shows what happens there as it happens, and says who is called.
//
// [data-live="board"] is replaced by what each event holds; [data-live="page"] by its part of the same page, asked for again when
// something happened (data-events) or every so often (data-every). Without this script the pages ask for themselves again.

const live = document.querySelector("[data-live]");
const said = document.querySelector("[data-said]");
const lost = document.querySelector("[data-lost]");
const sound = document.querySelector("[data-sound]");
const leaving = document.querySelector("[data-leave]");
// Where no events come through, the page is asked for this often.
const OTHERWISE = 10_000;

let known;
let speaker;
let again;

if (live) {
  if (live.dataset.events && "EventSource" in window) watch();
  else if (live.dataset.every) every(Number(live.dataset.every) * 1000);
  else every(OTHERWISE);
}
if (sound) offerSound();
if (leaving) leave();

function watch() {
  const events = new EventSource(live.dataset.events);
  events.addEventListener("open", () => say(lost, ""));
  events.addEventListener("board", (event) => {
    say(lost, "");
    const board = JSON.parse(event.data);
    if (live.dataset.live === "board") {
      live.innerHTML = board.html;
      announce(board.calls);
    } else if (known !== undefined && known !== board.revision) {
      refresh();
    }
    if (live.dataset.live === "page") known = board.revision;
  });
  events.addEventListener("error", () => {
    if (lost) say(lost, lost.dataset.lost);
    // The browser comes back by itself, unless it was refused.
    if (events.readyState === EventSource.CLOSED) every(OTHERWISE);
  });
  addEventListener("pagehide", () => events.close());
}

// A device shows what somebody was told for as long as they touch it, and then begins anew for the next person.
function leave() {
  let timer;
  const begin = () => {
    clearTimeout(timer);
    timer = setTimeout(() => location.replace(leaving.dataset.leave), Number(leaving.dataset.after) * 1000);
  };
  for (const touch of ["pointerdown", "keydown", "scroll"]) addEventListener(touch, begin, { passive: true });
  begin();
}

function every(pause) {
  if (again) return;
  // Phones that were given their numbers together do not ask together.
  again = setInterval(() => document.hidden || refresh(), pause + Math.random() * pause * 0.2);
  document.addEventListener("visibilitychange", () => document.hidden || refresh());
}

async function refresh() {
  try {
    const answer = await fetch(live.dataset.here, { headers: { accept: "text/html" } });
    if (!answer.ok) return;
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("[data-live]");
    // Whoever is about to press a button finds it where it was.
    if (!fresh || fresh.innerHTML === live.innerHTML || live.contains(document.activeElement)) return;
    live.innerHTML = fresh.innerHTML;
  } catch {
    // Without a network what is shown stays; the next time may do.
  }
}

// Said is what was called since the page is open: whoever opens it hears no old calls.
function announce(calls) {
  const before = known;
  known = new Set(calls.map((call) => call.key));
  if (!before) return;
  for (const call of calls.filter((call) => !before.has(call.key)).reverse()) {
    say(said, call.say);
    if (speaker) speak(call.say);
  }
}

// Browsers let a page be heard after somebody touched it.
function offerSound() {
  const Audio = window.AudioContext || window.webkitAudioContext;
  if (!Audio) return;
  sound.hidden = false;
  sound.addEventListener("click", () => {
    speaker = speaker || new Audio();
    speaker.resume();
    sound.textContent = sound.dataset.on;
    sound.setAttribute("aria-pressed", "true");
    chime();
  });
}

function speak(text) {
  chime();
  if (!("speechSynthesis" in window)) return;
  const words = new SpeechSynthesisUtterance(text);
  words.lang = document.documentElement.lang;
  setTimeout(() => speechSynthesis.speak(words), 900);
}

// Two tones, a third apart.
function chime() {
  const begin = speaker.currentTime;
  for (const [tone, after] of [[659.25, 0], [523.25, 0.35]]) {
    const source = speaker.createOscillator();
    const volume = speaker.createGain();
    source.frequency.value = tone;
    volume.gain.setValueAtTime(0.3, begin + after);
    volume.gain.exponentialRampToValueAtTime(0.001, begin + after + 0.6);
    source.connect(volume).connect(speaker.destination);
    source.start(begin + after);
    source.stop(begin + after + 0.6);
  }
}

function say(line, text) {
  if (line && line.textContent !== text) line.textContent = text;
}
