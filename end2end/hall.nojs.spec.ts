// The day in a hall with scripts switched off.

import { begin, callAndServe, hallOf } from "./support/hall";
import { expect, test } from "./support/test";

test("a number is given, called, shown on the wall and on the phone, and served", async ({ browser, baseURL }, info) => {
  test.setTimeout(90_000);
  const [hall, counter] = [hallOf(info), "5"];
  const { day, number, close } = await begin(browser, baseURL, hall, counter, false);
  // Screens and phones ask for themselves again.
  for (const page of [day.display, day.phone]) {
    await expect(page.locator('noscript meta[http-equiv="refresh"], head > meta[http-equiv="refresh"]')).toHaveCount(1);
  }
  await callAndServe(day, hall, counter, number, false);
  await close();
});
