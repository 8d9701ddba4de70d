// Where the pages of the demonstration city are.

import type { APIRequestContext } from "@playwright/test";

/** One page of each kind: its name, and how its path begins where the path itself is only known to the sitemap. */
export const kinds = {
  home: "/",
  services: "/services",
  "an area": { under: "/areas/" },
  "a life event": { under: "/life-events/" },
  departments: "/departments",
  "a department": { under: "/departments/" },
  districts: "/districts",
  "a district": { under: "/districts/" },
  "search before a question": "/search",
  "search with results": "/search?q=居住证",
  "search without results": "/search?q=zzqqxxyy",
  "a service item": { under: "/items/" },
  "offices that can be booked": "/book/id-card",
  "days and times of an office": "/book/id-card/civic-centre",
  settings: "/settings",
  "the offline page": "/offline",
  about: "/about",
  "the gallery of components": "/ui",
  "a page that does not exist": "/no-such-page",
} as const;

export type Kind = keyof typeof kinds;

/** The path of a page of this kind, without a language. */
export async function pathOf(request: APIRequestContext, kind: Kind): Promise<string> {
  const known = kinds[kind];
  if (typeof known === "string") return known;
  const paths = await sitemap(request);
  const found = paths.find((path) => path.startsWith(known.under) && path.length > known.under.length);
  if (!found) throw new Error(`the sitemap lists nothing under ${known.under}`);
  return found;
}

/** The same page in a language. */
export function inLanguage(language: "zh" | "en", path: string): string {
  return path === "/" ? `/${language}` : `/${language}${path}`;
}

async function sitemap(request: APIRequestContext): Promise<string[]> {
  const response = await request.get("/sitemap.xml");
  const addresses = [...(await response.text()).matchAll(/<loc>([^<]+)<\/loc>/g)].map(([, address]) => address);
  return addresses.map((address) => decodeURI(new URL(address).pathname).replace(/^\/(?:zh|en)(?=\/|$)/, "") || "/");
}
