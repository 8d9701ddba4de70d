// Looks through what the servers of the browser tests wrote about themselves, at their most talkative, for what must be in no
// log: passwords, codes that were sent, tokens, ID numbers, secrets of providers. Prints each line that holds one, and fails.
//
//   logs.mjs [FOLDER]   looks through target/e2e-logs, or another folder
//   logs.mjs --self-test   proves that it would find them

import fs from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";

/** Weights and check digits of ID numbers (GB 11643-1999). */
const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
const CHECK = "10X98765432";

function isIdNumber(text) {
  const sum = WEIGHTS.reduce((total, weight, place) => total + weight * Number(text[place]), 0);
  return CHECK[sum % 11] === text[17].toUpperCase();
}

/** Passwords the tests type, found where they stand. */
function passwords(root) {
  const found = new Set(["demonstration-only"]);
  for (const file of sources(path.join(root, "end2end"))) {
    const text = fs.readFileSync(file, "utf8");
    for (const pattern of [/(?:PASSWORD|SECRET)\w*\s*=\s*"([^"]+)"/g, /(?:密码|[Pp]assword)[^\n"]*"[^\n]*?\.fill\("([^"]{8,})"\)/g]) {
      for (const [, password] of text.matchAll(pattern)) found.add(password);
    }
  }
  return [...found];
}

function sources(folder) {
  return fs
    .readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && /\.(ts|mjs)$/.test(entry.name))
    .map((entry) => path.join(entry.parentPath, entry.name));
}

/** As a text might be written: plain, in an address, in a form. */
function writings(text) {
  const encoded = encodeURIComponent(text);
  return [...new Set([text, encoded, encoded.replaceAll("%20", "+"), JSON.stringify(text).slice(1, -1)])];
}

/** What a line holds that it must not; nothing where it is clean. */
export function secretIn(line, words, codes) {
  if (words.some((word) => line.includes(word))) return "a password or secret";
  // Fractions of seconds have six digits too.
  for (const [digits] of line.matchAll(/(?<![\d.])\d{6}(?!\d)/g)) if (codes.has(digits)) return "a code that was sent";
  // So have measures many digits: no ID number stands behind a point.
  for (const [number] of line.matchAll(/(?<![\w.])\d{17}[\dXx](?!\w)/g)) if (isIdNumber(number)) return "an ID number";
  // Tokens are 32 bytes in base64url; names of 43 characters have no capital letters and digits in them.
  for (const [token] of line.matchAll(/(?<![\w-])[\w-]{43}(?![\w-])/g)) {
    if (/[A-Z]/.test(token) && /[a-z]/.test(token) && /\d/.test(token)) return "a token";
  }
  if (/\$argon2id\$/.test(line)) return "the hash of a password";
  if (/otpauth:|[?&](?:code|state|secret|token)=[^&\s"]{6,}/.test(line)) return "a secret in an address";
  return undefined;
}

function look(folder, root) {
  const logs = fs.existsSync(folder) ? fs.readdirSync(folder).filter((name) => name.endsWith(".log")) : [];
  const words = passwords(root).flatMap(writings);
  let [lines, bad] = [0, 0];
  for (const name of logs) {
    const file = path.join(folder, name);
    const sent = file.replace(/\.log$/, ".codes");
    const codes = new Set(fs.existsSync(sent) ? fs.readFileSync(sent, "utf8").split("\n").filter(Boolean) : []);
    for (const [index, line] of fs.readFileSync(file, "utf8").split("\n").entries()) {
      lines += line ? 1 : 0;
      const secret = secretIn(line, words, codes);
      if (!secret) continue;
      bad += 1;
      console.log(`${file}:${index + 1}: ${secret}: ${line}`);
    }
  }
  console.log(`${logs.length} logs, ${lines} lines, ${bad} with secrets`);
  // A run without logs proves nothing.
  return lines > 0 && bad === 0;
}

function selfTest(root) {
  const words = passwords(root).flatMap(writings);
  const codes = new Set(["123456"]);
  const dirty = [
    "name=x&password=demonstration-only",
    "your code is 123456, valid",
    "id 11010519491231002X of",
    "cookie session=Q0FGRUJBQkUwMTIzNDU2Nzg5YWJjZGVmZ2hpamtsbW4; path",
    "GET /sign-in/with/province/return?code=abcdefgh&state=x",
    "hash $argon2id$v=19$m=19456",
    "otpauth://totp/x",
  ];
  const clean = [
    "2026-11-22T12:00:00.123456Z DEBUG server::http::outer: answered request=019aab7c-0000-7000-8000-000000000000 method=GET",
    "number 110105194912310021 of",
    "answered status=200 took_ms=0.007069000000000001",
    "item 510100-06-001",
    "d41d8cd98f00b204e9800998ecf8427ed41d8cd98f0",
  ];
  const missed = dirty.filter((line) => !secretIn(line, words, codes));
  const wrong = clean.filter((line) => secretIn(line, words, codes));
  for (const line of missed) console.log(`not found: ${line}`);
  for (const line of wrong) console.log(`found in vain: ${line}`);
  return missed.length + wrong.length === 0;
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  const root = path.resolve(import.meta.dirname, "..");
  const proven = selfTest(root);
  const sound = process.argv[2] === "--self-test" || look(process.argv[2] ?? path.join(root, "target/e2e-logs"), root);
  process.exitCode = proven && sound ? 0 : 1;
}
