// Real names, with scripts; axe looks at every page on the way.

import { violations } from "./support/axe";
import { RESIDENTS, wholeWay } from "./support/realname";
import { expect, test } from "./support/test";

test("a resident rises from level to level and is shown in part everywhere", async ({ page, browser, baseURL }, info) => {
  const resident = info.project.name === "phone" ? RESIDENTS.phone : RESIDENTS.desktop;
  await wholeWay(browser, baseURL, page, resident, true, async (seen) => expect(await violations(seen)).toEqual([]));
});
