// Real names, with scripts switched off.

import { RESIDENTS, wholeWay } from "./support/realname";
import { test } from "./support/test";

test("a resident rises from level to level and is shown in part everywhere", async ({ page, browser, baseURL }) => {
  await wholeWay(browser, baseURL, page, RESIDENTS.noScripts, false, async () => {});
});
