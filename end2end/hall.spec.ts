// The day in a hall: a number at a device, a call to a counter, the display and the phone that show it.

import { violations } from "./support/axe";
import { begin, callAndServe, hallOf } from "./support/hall";
import { expect, newContext, test } from "./support/test";

test("a number is given, called, shown on the wall and on the phone, and served", async ({ browser, baseURL }, info) => {
  test.setTimeout(90_000);
  const [hall, counter] = [hallOf(info), "1"];
  const { day, number, close } = await begin(browser, baseURL, hall, counter, true);
  for (const page of [day.kiosk, day.display, day.phone, day.clerk]) {
    expect(await violations(page), page.url()).toEqual([]);
    const beyond = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    expect(beyond, `${page.url()} is as wide as the screen`).toBeLessThanOrEqual(0);
  }
  await callAndServe(day, hall, counter, number, true);
  await close();
});

test("the display shows calls after its line was cut", async ({ browser, baseURL }, info) => {
  test.setTimeout(90_000);
  // A hall of its own beside the one of the project: its counters are nobody else's.
  const hall = info.project.name.startsWith("phone") ? "hall-510108" : "hall-510112";
  const { day, number, close } = await begin(browser, baseURL, hall, "8", true);
  const context = day.display.context();
  await context.setOffline(true);
  await day.clerk.goto(`/zh/desk/hall/${hall}`);
  await day.clerk.getByRole("button", { name: "叫下一位" }).click();
  await expect(day.clerk.locator(".hall-now strong")).toHaveText(number);
  await context.setOffline(false);
  await expect(day.display.locator(".call.new").first()).toContainText(number, { timeout: 20_000 });
  await day.clerk.getByRole("button", { name: "没来" }).click();
  await close();
});

for (const theme of ["light", "dark"] as const) {
  test(`axe finds no fault with what stands in a hall, ${theme}, elder`, async ({ browser, baseURL, viewport, elderVisitor }, info) => {
    const context = await newContext(browser, baseURL, { colorScheme: theme, viewport, storageState: elderVisitor });
    const page = await context.newPage();
    for (const path of ["display", "kiosk"]) {
      for (const language of ["zh", "en"]) {
        await page.goto(`/${language}/hall/${hallOf(info)}/${path}`);
        expect(await violations(page), `${language} ${path}`).toEqual([]);
      }
    }
    await context.close();
  });
}
