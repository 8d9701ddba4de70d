// What the demonstration's people are sent, as /dev/outbox shows it.

import { expect, type APIRequestContext } from "@playwright/test";

/** The latest message to an address, in words; empty where there is none. */
export async function latest(request: APIRequestContext, address: string): Promise<string> {
  const answer = await request.get(`/dev/outbox?address=${encodeURIComponent(address)}`);
  const body = await answer.text();
  const article = /<article[^>]*data-address[^>]*>([\s\S]*?)<\/article>/.exec(body);
  return article ? article[1].replace(/<[^>]*>/g, " ").replaceAll("&amp;", "&") : "";
}

/** The six digits that an act makes the city send to an address. */
export async function codeSent(request: APIRequestContext, address: string, act: () => Promise<void>): Promise<string> {
  const before = await latest(request, address);
  await act();
  let code = "";
  await expect
    .poll(async () => {
      const now = await latest(request, address);
      code = now === before ? "" : (/(?<!\d)\d{6}(?!\d)/.exec(now)?.[0] ?? "");
      return code;
    })
    .not.toBe("");
  return code;
}
