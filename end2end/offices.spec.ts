// Offices that can be booked: made, changed under a visit, looked at; and pages everybody can use.

import { violations } from "./support/axe";
import { signIn, somebody } from "./support/desk";
import { keepsAnOffice } from "./support/offices";
import { expect, newContext, test } from "./support/test";

test("a department opens an office, cuts its hours under a visit and calls the visit off", async ({ browser, baseURL }, { project }) => {
  test.setTimeout(120_000);
  await keepsAnOffice(browser, baseURL, true, project.name.startsWith("desktop") ? "13900000003" : "13900000004");
});

test("of two who edit an office the later is told, and what they typed is still there", async ({ browser, baseURL }) => {
  const { context, page } = await somebody(browser, baseURL, "halls.admin", true);
  const other = await context.newPage();
  for (const tab of [page, other]) await tab.goto("/zh/desk/offices/hall-510112/edit");
  const phone = `028-${Date.now() % 1_000_000}`;
  await page.locator("#phone").fill(phone);
  await page.getByRole("button", { name: "保存" }).click();
  await expect(page.getByRole("status")).toContainText("改好了");
  await other.locator("#phone").fill("028-2");
  await other.getByRole("button", { name: "保存" }).click();
  await expect(other.getByRole("alert")).toContainText("有人刚改过这里");
  await expect(other.locator("#phone")).toHaveValue("028-2");
  await page.goto("/zh/desk/offices/hall-510112");
  await expect(page.locator("section:has(#about)")).toContainText(phone);
  await context.close();
});

for (const theme of ["light", "dark"] as const) {
  for (const mode of ["standard", "elder"] as const) {
    test(`axe finds no fault with offices, ${mode}, ${theme}, and nothing scrolls sideways`, async ({ browser, baseURL, viewport, elderVisitor }) => {
      test.setTimeout(120_000);
      const context = await newContext(browser, baseURL, {
        colorScheme: theme,
        viewport,
        storageState: mode === "elder" ? elderVisitor : undefined,
      });
      const page = await context.newPage();
      await signIn(page, "halls.admin", "/desk/offices/civic-centre");
      const hours = await page.locator('a[href$="/hours"]').first().getAttribute("href");
      const counters = (hours ?? "").replace(/^\/zh/, "").replace(/\/hours$/, "");
      const paths = ["", "/new", "/visits", "/visits?code=22222222", "/matters", "/matters/new", "/civic-centre", "/civic-centre/edit", "/civic-centre/week", "/civic-centre/closures", "/civic-centre/counters/new"]
        .map((path) => `/desk/offices${path}`)
        .concat([counters, `${counters}/hours`, `${counters}/days`]);
      const language = mode === "elder" ? "zh" : "en";
      const look = async (said: string) => {
        expect(await violations(page), said).toEqual([]);
        const beyond = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
        expect(beyond, `${said} is as wide as the screen`).toBeLessThanOrEqual(0);
      };
      for (const path of paths) {
        await page.goto(`/${language}${path}`);
        await look(`${language}${path}`);
      }
      // What a change would do, which is never confirmed here.
      await page.goto(`/${language}${counters}/hours`);
      await page.locator("#ends-0").fill("11:00");
      await page.locator('button[name="step"][value="check"]').click();
      await look("what other hours would do");
      await context.close();
    });
  }
}
