// What every page has in common, whatever it is about.

import type { Page } from "@playwright/test";
import { inLanguage, kinds, pathOf, type Kind } from "./support/city";
import { expect, newContext, test } from "./support/test";

const everyKind = Object.keys(kinds) as Kind[];

for (const kind of everyKind) {
  test(`${kind} says what it is: language, title, one main heading, landmarks`, async ({ page, request }) => {
    for (const language of ["zh", "en"] as const) {
      await page.goto(inLanguage(language, await pathOf(request, kind)));
      await expect(page.locator("html")).toHaveAttribute("lang", language === "zh" ? "zh-CN" : "en");
      await expect(page).toHaveTitle(/\S/);
      // The gallery shows, among all else, what the head of a page looks like.
      const headings = page.getByRole("heading", { level: 1 });
      await (kind === "the gallery of components" ? expect(headings.first()).toBeVisible() : expect(headings).toHaveCount(1));
      await expect(page.getByRole("main")).toHaveCount(1);
      await expect(page.getByRole("banner")).toHaveCount(1);
      await expect(page.getByRole("contentinfo")).toHaveCount(1);
      await expect(page.getByRole("navigation").first()).toBeVisible();
    }
  });

  test(`${kind} fits every width, in the elder mode too`, async ({ browser, baseURL, request, elderVisitor }) => {
    for (const storageState of [undefined, elderVisitor]) {
      const context = await newContext(browser, baseURL, { storageState });
      const page = await context.newPage();
      for (const width of storageState ? [320, 390] : [320, 390, 1280]) {
        await page.setViewportSize({ width, height: 800 });
        for (const language of ["zh", "en"] as const) {
          await page.goto(inLanguage(language, await pathOf(request, kind)));
          const excess = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
          expect(excess, `${language} at ${width} px${storageState ? ", elder" : ""}: pixels to scroll sideways`).toBe(0);
        }
      }
      await context.close();
    }
  });

  test(`whatever can be touched on ${kind} is large enough`, async ({ browser, baseURL, request, elderVisitor }) => {
    for (const [storageState, least] of [[undefined, 44], [elderVisitor, 60]] as const) {
      const context = await newContext(browser, baseURL, { storageState, viewport: { width: 390, height: 844 } });
      const page = await context.newPage();
      await page.goto(inLanguage("zh", await pathOf(request, kind)));
      expect(await smallTargets(page, least), `targets under ${least} px`).toEqual([]);
      await context.close();
    }
  });
}

test("every page of the catalogue names its address and its twin in the other language", async ({ page, request }) => {
  for (const kind of ["home", "services", "an area", "a life event", "a department", "a district", "a service item"] as const) {
    const path = await pathOf(request, kind);
    await page.goto(inLanguage("zh", path));
    const addresses = await page.locator("link[rel=canonical], link[rel=alternate][hreflang]").evaluateAll((links) =>
      links.map((link) => [link.getAttribute("hreflang") ?? "canonical", new URL((link as HTMLLinkElement).href).pathname]),
    );
    const named = Object.fromEntries(addresses) as Record<string, string>;
    expect(named.canonical, kind).toBe(named["zh-CN"]);
    expect(named.en, kind).toBe(encodeURI(inLanguage("en", path)));
  }
});

// Excepted, after WCAG 2.5.8: links within a sentence, and links to where a larger one on the page leads too. A control may
// borrow the size of its label.
function smallTargets(page: Page, least: number): Promise<string[]> {
  return page.evaluate((floor) => {
    const found: { what: string; href: string | null }[] = [];
    const reachable = new Set<string>();
    for (const element of document.querySelectorAll<HTMLElement>("a[href], button, summary, select, textarea, input:not([type=hidden])")) {
      const style = getComputedStyle(element);
      const shown = element.checkVisibility({ visibilityProperty: true }) && !element.matches(".skip, .vh");
      const inSentence = style.display === "inline" && element.closest("p, li, dd, td, label, figcaption") !== null;
      if (!shown || inSentence) continue;
      const label = element instanceof HTMLInputElement ? element.labels?.[0] : undefined;
      const heights = [element, label].map((box) => box?.getBoundingClientRect().height ?? 0);
      const height = Math.max(...heights);
      const href = element.getAttribute("href");
      if (height >= floor - 0.5) {
        if (href) reachable.add(href);
      } else if (height > 0) {
        const name = (element.textContent || element.getAttribute("aria-label") || "").trim();
        found.push({ what: `${element.localName} “${name}” ${height.toFixed(0)} px`, href });
      }
    }
    return found.filter(({ href }) => !(href && reachable.has(href))).map(({ what }) => what);
  }, least);
}
