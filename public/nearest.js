// On the list of offices: sorts it by distance once somebody wants that. Where the person is stays in this browser.

const RADIUS_KM = 6371;
const box = document.querySelector("[data-near]");
const list = document.querySelector(".offices");

if (box && list && "geolocation" in navigator) {
  box.hidden = false;
  box.querySelector("button").addEventListener("click", () => {
    navigator.geolocation.getCurrentPosition(sort, () => say(box.dataset.failed), { maximumAge: 600000, timeout: 15000 });
  });
}

function sort({ coords }) {
  const rows = [...list.children].map((row) => ({ row, far: distance(coords, row.dataset) }));
  rows.sort((one, other) => one.far - other.far);
  for (const { row, far } of rows) {
    list.append(row);
    const words = row.querySelector("[data-distance]");
    if (!words) continue;
    words.textContent = words.dataset.distance.replace("{}", far < 10 ? far.toFixed(1) : Math.round(far));
    words.hidden = false;
  }
  say(box.dataset.done);
}

// Along the great circle (haversine); offices whose place is not known come last, in the order they had.
function distance({ latitude, longitude }, place) {
  if (!place.latitude) return 1e9;
  const radians = (degrees) => (degrees * Math.PI) / 180;
  const up = Math.sin(radians(place.latitude - latitude) / 2);
  const along = Math.sin(radians(place.longitude - longitude) / 2);
  const h = up * up + Math.cos(radians(latitude)) * Math.cos(radians(place.latitude)) * along * along;
  return 2 * RADIUS_KM * Math.asin(Math.min(1, Math.sqrt(h)));
}

function say(words) {
  box.querySelector("[role=status]").textContent = words;
}
