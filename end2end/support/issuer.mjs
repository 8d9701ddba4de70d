// Another provider, as provinces run them: an OpenID Provider whose sign-in page believes whatever name it is given.
//
// The name typed is the subject; `verified-…` are people the provider verified.

import { Provider, interactionPolicy } from "oidc-provider";
import crypto from "node:crypto";
import http from "node:http";

/** The secret the city shares with the provider; it must stand in no log. */
export const CLIENT_SECRET = "a-secret-of-the-province-and-the-city";

const VERIFIED = "urn:province:verified";
const BASIC = "urn:province:basic";

/** Starts the provider for a site at `origin`; gives the site's settings for it. */
export async function startIssuer(origin) {
  const server = http.createServer();
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  const issuer = `http://127.0.0.1:${server.address().port}`;
  const provider = new Provider(issuer, configuration(origin));
  const answer = provider.callback();
  server.on("request", (request, response) => {
    const { pathname } = new URL(request.url, issuer);
    if (pathname.startsWith("/interaction/")) return interact(provider, request, response).catch((error) => fail(response, error));
    return answer(request, response);
  });
  return [
    settings("province", "省统一认证", "Provincial sign-in", issuer),
    // Nobody listens there.
    settings("nation", "国家统一认证", "National sign-in", "http://127.0.0.1:9"),
  ];
}

function settings(id, name_zh, name_en, issuer) {
  return {
    id,
    name_zh,
    name_en,
    issuer,
    client_id: "yitong",
    client_secret: CLIENT_SECRET,
    scopes: ["profile", "phone"],
    levels: [
      { acr: VERIFIED, level: 3 },
      { acr: BASIC, level: 2 },
    ],
    id_number_claim: "id_number",
  };
}

function configuration(origin) {
  const policy = interactionPolicy.base();
  policy.remove("consent");
  return {
    clients: [
      {
        client_id: "yitong",
        client_secret: CLIENT_SECRET,
        redirect_uris: [`${origin}/sign-in/with/province/return`],
        grant_types: ["authorization_code"],
        response_types: ["code"],
      },
    ],
    cookies: { keys: [crypto.randomBytes(16).toString("hex")] },
    acrValues: [VERIFIED, BASIC],
    claims: { openid: ["sub"], acr: null, profile: ["name", "id_number"], phone: ["phone_number", "phone_number_verified"] },
    features: { devInteractions: { enabled: false } },
    interactions: { policy, url: (_, interaction) => `/interaction/${interaction.uid}` },
    pkce: { required: () => true },
    findAccount: (_, sub) => ({
      accountId: sub,
      claims: () => ({ sub, name: `省里的${sub.slice(-4)}`, phone_number: "+8613900000001", phone_number_verified: true }),
    }),
    loadExistingGrant: async (ctx) => {
      const grant = new ctx.oidc.provider.Grant({ clientId: ctx.oidc.client.clientId, accountId: ctx.oidc.session.accountId });
      grant.addOIDCScope("openid profile phone");
      await grant.save();
      return grant;
    },
  };
}

const PAGE = `<!doctype html><html lang="zh-CN"><meta charset="utf-8"><title>省统一认证</title>
<link rel="icon" href="data:,"><h1>省统一认证</h1>
<form method="post"><label>身份 <input name="name"></label><button>同意并登录</button></form>
<form method="post"><button name="no" value="no">取消</button></form>`;

async function interact(provider, request, response) {
  if (request.method !== "POST") {
    await provider.interactionDetails(request, response);
    response.writeHead(200, { "content-type": "text/html; charset=utf-8" });
    return response.end(PAGE);
  }
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  const given = new URLSearchParams(Buffer.concat(chunks).toString());
  const name = given.get("name") ?? "";
  const result = given.has("no")
    ? { error: "access_denied", error_description: "the person said no" }
    : { login: { accountId: name, acr: name.startsWith("verified-") ? VERIFIED : BASIC, remember: false } };
  return provider.interactionFinished(request, response, result, { mergeWithLastSubmission: false });
}

function fail(response, error) {
  response.writeHead(500, { "content-type": "text/plain" });
  response.end(String(error));
}
