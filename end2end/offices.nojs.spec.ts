// Offices with scripts switched off.

import { keepsAnOffice } from "./support/offices";
import { test } from "./support/test";

test("a department opens an office, cuts its hours under a visit and calls the visit off", async ({ browser, baseURL }) => {
  test.setTimeout(120_000);
  await keepsAnOffice(browser, baseURL, false, "13900000002");
});
