// On pages of whoever is signed in: warns two minutes before an unused session ends, and stays signed in where that is wanted.
// What another window did counts too, so the server is asked before anybody is warned.

const line = document.querySelector(".session");
const NOTICE = 120;
// The longest wait that browsers know.
const LONGEST = 2_000_000_000;
let shown;

function wait(left) {
  const pause = Math.max(0, left - NOTICE) * 1000;
  setTimeout(() => ask("GET"), Math.min(pause, LONGEST));
}

async function ask(method) {
  try {
    const answer = await fetch("/session", { method, headers: { accept: "application/json" } });
    if (answer.status === 401) return over();
    const { left } = await answer.json();
    if (left > NOTICE) {
      if (shown) shown.remove();
      shown = undefined;
      return wait(left);
    }
    warn();
    setTimeout(() => ask("GET"), Math.max(left, 1) * 1000);
  } catch {
    // Without a network nobody can be told anything new; it may come back.
    setTimeout(() => ask("GET"), 10_000);
  }
}

function warn() {
  if (shown) return;
  shown = document.createElement("div");
  shown.className = "session-warning";
  shown.setAttribute("role", "alert");
  document.body.append(shown);
  shown.append(line.querySelector("template").content.cloneNode(true));
  shown.querySelector("button").addEventListener("click", () => ask("POST"));
}

function over() {
  warn();
  const [warning, ended] = shown.querySelectorAll("p");
  warning.hidden = true;
  ended.hidden = false;
  shown.querySelector("button").remove();
}

wait(Number(line.dataset.left));
