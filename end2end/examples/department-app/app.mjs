// A department's own application, as small as one can be: people sign in to it by way of the city's portal.
//
//   ISSUER=http://localhost:3000 CLIENT_ID=demo-department CLIENT_SECRET=… PORT=4000 node app.mjs
//
// Everything of the protocol is done by openid-client; what stands here is a session, four pages and the answer to a logout token.

import { createRemoteJWKSet, jwtVerify } from "jose";
import crypto from "node:crypto";
import http from "node:http";
import { pathToFileURL } from "node:url";
import * as client from "openid-client";

const COOKIE = "department";
const BACKCHANNEL_LOGOUT = "http://schemas.openid.net/event/backchannel-logout";

/** Starts the application; gives its address and a way to stop it. */
export async function startDepartmentApp({ issuer, clientId, clientSecret, port, scope = "openid profile phone realname offline_access" }) {
  const origin = `http://localhost:${port}`;
  const sessions = new Map();
  let configuration;
  /** What the provider says of itself, asked for once. */
  const configured = async () => {
    configuration ??= await client.discovery(new URL(issuer), clientId, undefined, client.ClientSecretBasic(clientSecret), {
      // A portal on this very machine is asked without TLS; any other is not.
      execute: new URL(issuer).protocol === "http:" ? [client.allowInsecureRequests] : [],
    });
    return configuration;
  };

  const routes = {
    "GET /": async ({ session }) => home(session),
    "GET /login": async ({ session, url }) => {
      const config = await configured();
      const verifier = client.randomPKCECodeVerifier();
      Object.assign(session, { verifier, nonce: client.randomNonce(), state: client.randomState(), error: undefined });
      const asked = Object.fromEntries(["prompt", "acr_values", "max_age", "ui_locales", "login_hint"].flatMap((name) => {
        const value = url.searchParams.get(name);
        return value ? [[name, value]] : [];
      }));
      return redirect(client.buildAuthorizationUrl(config, {
        redirect_uri: `${origin}/callback`,
        scope,
        code_challenge: await client.calculatePKCECodeChallenge(verifier),
        code_challenge_method: "S256",
        nonce: session.nonce,
        state: session.state,
        ...asked,
      }));
    },
    "GET /callback": async ({ session, url }) => {
      const config = await configured();
      try {
        const tokens = await client.authorizationCodeGrant(config, url, {
          pkceCodeVerifier: session.verifier,
          expectedNonce: session.nonce,
          expectedState: session.state,
        });
        const claims = tokens.claims();
        const user = await client.fetchUserInfo(config, tokens.access_token, claims.sub);
        Object.assign(session, { tokens, claims, user, refreshed: 0, error: undefined });
      } catch (error) {
        session.error = error.error ?? error.code ?? error.message;
      }
      return redirect("/");
    },
    "POST /refresh": async ({ session }) => {
      const config = await configured();
      const before = session.tokens.refresh_token;
      try {
        session.tokens = { ...session.tokens, ...(await client.refreshTokenGrant(config, before)) };
        session.former = before;
        session.refreshed += 1;
      } catch (error) {
        session.error = error.error ?? error.message;
      }
      return redirect("/");
    },
    // What a thief would do: show a refresh token that was used already.
    "POST /replay": async ({ session }) => {
      const config = await configured();
      const outcome = await client.refreshTokenGrant(config, session.former).then(() => "taken", (error) => error.error ?? error.message);
      const after = await client.refreshTokenGrant(config, session.tokens.refresh_token).then(() => "taken", (error) => error.error ?? error.message);
      session.error = `${outcome} ${after}`;
      return redirect("/");
    },
    "GET /logout": async ({ session, id }) => {
      const config = await configured();
      const hint = session.tokens?.id_token;
      sessions.delete(id);
      return redirect(client.buildEndSessionUrl(config, {
        post_logout_redirect_uri: `${origin}/`,
        state: "bye",
        ...(hint ? { id_token_hint: hint } : { client_id: clientId }),
      }));
    },
    "POST /backchannel-logout": async ({ form }) => {
      const config = await configured();
      const keys = createRemoteJWKSet(new URL(config.serverMetadata().jwks_uri));
      const { payload } = await jwtVerify(form.get("logout_token") ?? "", keys, { issuer, audience: clientId, typ: "logout+jwt" });
      if (!payload.events?.[BACKCHANNEL_LOGOUT] || "nonce" in payload) return { status: 400, body: "" };
      for (const [id, session] of sessions) if (session.claims?.sid === payload.sid) sessions.delete(id);
      return { status: 200, body: "" };
    },
  };

  const server = http.createServer(async (request, response) => {
    const url = new URL(request.url, origin);
    const route = routes[`${request.method} ${url.pathname}`];
    let id = new RegExp(`(?:^|; )${COOKIE}=([0-9a-f]{32})`).exec(request.headers.cookie ?? "")?.[1];
    let session = sessions.get(id);
    if (!session && request.method === "GET") sessions.set((id = crypto.randomBytes(16).toString("hex")), (session = {}));
    try {
      const answer = route ? await route({ session, id, url, form: await read(request) }) : { status: 404, body: "" };
      response.writeHead(answer.status ?? 200, {
        "content-type": "text/html; charset=utf-8",
        "cache-control": "no-store",
        ...(id ? { "set-cookie": `${COOKIE}=${id}; Path=/; HttpOnly; SameSite=Lax` } : {}),
        ...answer.headers,
      });
      response.end(answer.body);
    } catch (error) {
      response.writeHead(500, { "content-type": "text/plain" });
      response.end(`${error.error ?? error.message}`);
    }
  });
  await new Promise((resolve) => server.listen(port, "localhost", resolve));
  return { origin, stop: () => server.close() };
}

async function read(request) {
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  return new URLSearchParams(Buffer.concat(chunks).toString());
}

function redirect(to) {
  return { status: 303, headers: { location: String(to) }, body: "" };
}

function text(value) {
  return String(value ?? "").replace(/[&<>"]/g, (c) => `&#${c.charCodeAt(0)};`);
}

function home({ claims, user, tokens, refreshed, error }) {
  const facts = Object.entries({ ...claims, ...user }).map(([name, value]) =>
    `<dt>${text(name)}</dt><dd data-claim="${text(name)}">${text(typeof value === "object" ? JSON.stringify(value) : value)}</dd>`);
  const body = claims
    ? `<p>欢迎，<strong>${text(user.name ?? claims.sub)}</strong></p><dl>${facts.join("")}</dl>
       <p>令牌更新：<span data-refreshed>${refreshed}</span>（${text(tokens.scope)}）</p>
       <form method="post" action="/refresh"><button>更新令牌</button></form>
       <form method="post" action="/replay"><button>重放旧令牌</button></form>
       <p><a href="/logout">退出</a></p>`
    : `<p>您还没有登录。</p><p><a href="/login">用一通登录</a></p>`;
  return {
    body: `<!doctype html><html lang="zh-CN"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>部门应用</title>
<link rel="icon" href="data:,"><h1>部门应用</h1>${error ? `<p role="alert">${text(error)}</p>` : ""}${body}</html>`,
  };
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const { ISSUER = "http://localhost:3000", CLIENT_ID = "demo-department", CLIENT_SECRET, PORT = "4000" } = process.env;
  const { origin } = await startDepartmentApp({ issuer: ISSUER, clientId: CLIENT_ID, clientSecret: CLIENT_SECRET, port: Number(PORT) });
  console.log(`department application at ${origin}`);
}
