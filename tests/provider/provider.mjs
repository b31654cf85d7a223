// Providers for the tests: a real one (npm oidc-provider), and one that says whatever a code tells it to say. Both speak TLS with
// the certificate beside this file. Where they are is printed as JSON; the control port is for the test alone.
import { createHash, createHmac, generateKeyPairSync, sign } from "node:crypto";
import { readFileSync } from "node:fs";
import http from "node:http";
import https from "node:https";
import { createRequire } from "node:module";

const require = createRequire(`${process.env.MODULES}/`);
const { Provider } = await import(require.resolve("oidc-provider"));
process.env.NODE_TLS_REJECT_UNAUTHORIZED = "0";

const here = (name) => readFileSync(new URL(name, import.meta.url));
const tls = { key: here("key.pem"), cert: here("certificate.pem") };
const listening = (server) =>
  new Promise((done) => server.listen(0, "127.0.0.1", () => done(server.address().port)));

// ---- the real one
const people = {
  anna: { email: "anna@firma.example", email_verified: true, name: "Anna Huber" },
  uwe: { email: "uwe@firma.example", email_verified: false, name: "Uwe Unbestätigt" },
  fritz: { email: "fritz@fremd.example", email_verified: true, name: "Fritz Fremd" },
};
let answer = null;
const realServer = https.createServer(tls, (request, response) => answer(request, response));
const real = await listening(realServer);
const client = {
  client_secret: "geheim+/ %",
  grant_types: ["authorization_code"],
  response_types: ["code"],
  token_endpoint_auth_method: "client_secret_basic",
};
const provider = new Provider(`https://localhost:${real}`, {
  clients: [
    { ...client, client_id: "laufzeit", redirect_uris: ["https://laufzeit.example/api/v1/sign-in/providers/real/callback"] },
    // for browsers, which come from any port of this machine
    {
      ...client,
      client_id: "browser",
      application_type: "native",
      redirect_uris: ["http://localhost/api/v1/sign-in/providers/real/callback"],
    },
  ],
  claims: { openid: ["sub"], email: ["email", "email_verified"], profile: ["name"] },
  conformIdTokenClaims: false,
  pkce: { required: () => true },
  features: { devInteractions: { enabled: true } },
  findAccount: async (_, sub) => ({ accountId: sub, claims: async () => ({ sub, ...people[sub] }) }),
  cookies: { keys: ["test"] },
  ttl: { IdToken: 300 },
});
answer = provider.callback();

// Goes through its forms as a browser would, and returns where it leads back to.
async function signIn(url, login) {
  const { origin } = new URL(url);
  const jar = new Map();
  let form = null;
  for (let step = 0; step < 12; step += 1) {
    const headers = { cookie: [...jar].map(([name, value]) => `${name}=${value}`).join("; ") };
    const init = { headers, redirect: "manual" };
    if (form) Object.assign(init, { method: "POST", body: new URLSearchParams(form) });
    const response = await fetch(url, init);
    form = null;
    for (const cookie of response.headers.getSetCookie()) {
      const [name, value] = cookie.split(";")[0].split(/=(.*)/);
      jar.set(name, value);
    }
    const to = response.headers.get("location");
    if (to) {
      url = new URL(to, url).href;
      if (new URL(url).origin !== origin) return url;
      continue;
    }
    const text = await response.text();
    const action = /action="([^"]+)"/.exec(text)?.[1];
    const prompt = /name="prompt" value="(\w+)"/.exec(text)?.[1];
    if (!action) throw new Error(`${response.status} ${text.slice(0, 300)}`);
    url = new URL(action, origin).href;
    form = { prompt, ...(prompt === "login" ? { login, password: "x" } : {}) };
  }
  throw new Error("no end");
}

// ---- the one that says what it is told
const jwk = (key, more) => ({ ...key.export({ format: "jwk" }), ...more });
const newKeys = (round) => ({
  round,
  RS256: generateKeyPairSync("rsa", { modulusLength: 2048 }),
  ES256: generateKeyPairSync("ec", { namedCurve: "P-256" }),
  EdDSA: generateKeyPairSync("ed25519"),
});
let keys = newKeys(1);
const seen = {};
const list = () =>
  ["RS256", "ES256", "EdDSA"].map((alg) => jwk(keys[alg].publicKey, { kid: `${alg}-${keys.round}`, alg, use: "sig" }));

const base64url = (value) => Buffer.from(typeof value === "string" ? value : JSON.stringify(value)).toString("base64url");

// `said`: the claims, the algorithm, the header, and how it is signed.
function token({ claims, alg = "RS256", header = {}, how = alg, rotate = false, unknown = false }) {
  if (rotate) keys = newKeys(keys.round + 1);
  const used = unknown ? newKeys(0) : keys;
  const signed = `${base64url({ alg, kid: `${how}-${keys.round}`, ...header })}.${base64url(claims)}`;
  const data = Buffer.from(signed);
  const pem = () => keys.RS256.publicKey.export({ format: "pem", type: "spki" });
  const signature = {
    RS256: () => sign("sha256", data, used.RS256.privateKey),
    ES256: () => sign("sha256", data, { key: used.ES256.privateKey, dsaEncoding: "ieee-p1363" }),
    EdDSA: () => sign(null, data, used.EdDSA.privateKey),
    none: () => Buffer.alloc(0),
    HS256: () => createHmac("sha256", pem()).update(data).digest(),
  }[how]();
  return `${signed}.${signature.toString("base64url")}`;
}

const body = async (request) => Buffer.concat(await request.toArray()).toString();

async function say(request, response) {
  const [, name, ...rest] = new URL(request.url, "https://localhost").pathname.split("/");
  const path = rest.join("/");
  seen[`${name}/${path}`] = (seen[`${name}/${path}`] ?? 0) + 1;
  const json = (status, value) =>
    response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(value));
  const issuer = `https://localhost:${hostile}/${name}`;
  if (path === ".well-known/openid-configuration") {
    const doors = {
      issuer: name === "liar" ? `${issuer}/else` : issuer,
      authorization_endpoint: `${issuer}/authorize?here=1`,
      token_endpoint: name === "odd" ? "http://127.0.0.1/token" : `${issuer}/token`,
      jwks_uri: `${issuer}/keys`,
      token_endpoint_auth_methods_supported: ["client_secret_post"],
    };
    if (name === "slow") return; // it never answers
    if (name === "slowbody") return void response.writeHead(200).write("{");
    if (name === "large") return json(200, { ...doors, more: "x".repeat(300 << 10) });
    if (name === "down") return json(500, doors);
    if (name === "elsewhere") return void response.writeHead(302, { location: `https://localhost:${hostile}/good/${path}` }).end();
    if (name === "words") return void response.writeHead(200).end("<html>");
    return json(200, doors);
  }
  if (path === "keys" || path === "certs") return json(200, { keys: list() });
  if (path === "token") {
    const form = new URLSearchParams(await body(request));
    const said = JSON.parse(Buffer.from(form.get("code"), "base64url").toString());
    const challenge = createHash("sha256").update(form.get("code_verifier") ?? "").digest("base64url");
    const asked = form.get("client_secret") === "geheim" && form.get("client_id") === "laufzeit";
    if (!asked || challenge !== said.challenge) return json(400, { error: "invalid_grant" });
    if (said.slow) return;
    if (said.large) return json(200, { id_token: "x".repeat(300 << 10) });
    return json(200, { access_token: "x", token_type: "Bearer", id_token: token(said) });
  }
  // Cloudflare Access has its keys here
  if (request.url.startsWith("/cdn-cgi/access/certs")) return json(200, { keys: list() });
  json(404, {});
}
const hostile = await listening(https.createServer(tls, say));

// ---- the test's own door
const control = http.createServer(async (request, response) => {
  const { pathname, searchParams } = new URL(request.url, "http://localhost");
  try {
    if (pathname === "/sign-in") response.end(await signIn(searchParams.get("url"), searchParams.get("login")));
    else if (pathname === "/token") response.end(token(JSON.parse(await body(request))));
    else if (pathname === "/seen") response.end(String(seen[searchParams.get("path")] ?? 0));
    else response.writeHead(404).end();
  } catch (error) {
    response.writeHead(500).end(String(error));
  }
});
process.stdout.write(`${JSON.stringify({ control: await listening(control), real, hostile })}\n`);
// nobody reads what the packages say
process.stdout.on("error", () => {});
// it ends with the test
process.stdin.on("end", () => process.exit()).resume();
