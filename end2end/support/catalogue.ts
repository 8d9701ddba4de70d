// How the parts of the catalogue's pages are found: by what they are and what they are called.

import type { Page } from "@playwright/test";

/** The field of the search form, before and after the island has made a combobox of it. */
export const searchField = (page: Page) => page.getByRole("search").getByRole("searchbox").or(page.getByRole("search").getByRole("combobox"));

/** Links to items within the content, in the order of the results. */
export const resultRows = (page: Page) => page.getByRole("main").getByRole("link").and(page.locator('[href*="/items/"]'));

/** The best match. */
export const firstResult = (page: Page) => resultRows(page).first();
