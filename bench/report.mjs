// How figures are summed up and printed.

/** How Chromium is started where nobody watches. */
export const browserOptions = {
  executablePath: process.env.CHROMIUM || "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
};

/** The middle of some numbers. */
export function median(numbers) {
  const sorted = [...numbers].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/** Prints one table; true when every figure keeps its bound. */
export function print(figures) {
  const rows = figures.map((figure) => {
    const kept = figure.most === undefined ? figure.value >= figure.least : figure.value <= figure.most;
    const bound = figure.most === undefined ? `≥ ${figure.least}` : `≤ ${figure.most}`;
    return [figure.name, `${figure.value.toFixed(2)} ${figure.unit}`, `${bound} ${figure.unit}`, kept ? "kept" : "MISSED", figure.note ?? ""];
  });
  const table = [["figure", "measured", "bound", "", ""], ...rows];
  const widths = table[0].map((_, column) => Math.max(...table.map((row) => row[column].length)));
  for (const row of table) console.log(row.map((cell, column) => cell.padEnd(widths[column])).join("  ").trimEnd());
  return rows.every((row) => row[3] === "kept");
}
