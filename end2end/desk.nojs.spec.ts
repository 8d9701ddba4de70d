// The desk with scripts switched off.

import { wholeWay } from "./support/desk";
import { test } from "./support/test";

test("a text goes from a file to the public and away again by plain forms", async ({ browser, baseURL, page }) => {
  test.setTimeout(180_000);
  await wholeWay(browser, baseURL, page, false);
});
