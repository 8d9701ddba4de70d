// Every kind of page, in every language and mode: nothing that axe objects to, nothing too small to hit, no sideways scroll.

import { violations } from "./support/axe";
import { inLanguage, kinds, pathOf, type Kind } from "./support/city";
import { expect, newContext, test } from "./support/test";

for (const language of ["zh", "en"] as const) {
  for (const mode of ["normal", "elder"] as const) {
    for (const theme of ["light", "dark"] as const) {
      test.describe(`${language}, ${mode}, ${theme}`, () => {
        for (const kind of Object.keys(kinds) as Kind[]) {
          test(`axe finds no fault with ${kind}`, async ({ browser, baseURL, request, elderVisitor }) => {
            const context = await newContext(browser, baseURL, {
              viewport: { width: 390, height: 844 },
              colorScheme: theme,
              storageState: mode === "elder" ? elderVisitor : undefined,
            });
            const page = await context.newPage();
            await page.goto(inLanguage(language, await pathOf(request, kind)));
            if (mode === "elder") await expect(page.locator("html")).toHaveAttribute("data-mode", "elder");
            expect(await violations(page)).toEqual([]);
            await context.close();
          });
        }
      });
    }
  }
}
