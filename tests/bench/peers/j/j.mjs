// The peer that the worker is measured against: the same requests in hand-written JavaScript, as fast as set-based SQL makes
// them. All data is in SQLite; of it, only the book is held in memory, once a page has asked for it. Prices and the date are
// those of the platform that `pair.rs` creates.

import { DurableObject, WorkerEntrypoint } from "cloudflare:workers";
import { createHash } from "node:crypto";

const MODES = ["monthly", "yearly", "none"];
const NET = { monthly: 249, yearly: 2388 };
const IDS = 50_000; // in one statement
const ROWS = 800; // in one statement
const PART = 1 << 20; // of a text in one row

const SCHEMA = `
  CREATE TABLE account (id INTEGER PRIMARY KEY, address TEXT NOT NULL, folded TEXT NOT NULL, display_name TEXT NOT NULL,
    mode TEXT NOT NULL, status TEXT NOT NULL, ordered_on TEXT, anchor_day INTEGER NOT NULL, expires_on TEXT NOT NULL,
    deletes_on TEXT) STRICT;
  CREATE INDEX account_listed ON account (folded, id) WHERE status <> 'deleted';
  CREATE TABLE event (revision INTEGER PRIMARY KEY, at TEXT NOT NULL, kind TEXT NOT NULL) STRICT;
  CREATE TABLE event_part (revision INTEGER, part INTEGER, body TEXT NOT NULL, PRIMARY KEY (revision, part)) STRICT;
  CREATE TABLE answer (key TEXT PRIMARY KEY, hash TEXT NOT NULL, body TEXT NOT NULL) STRICT, WITHOUT ROWID;
`;

export class Platform extends DurableObject {
  constructor(ctx, env) {
    super(ctx, env);
    this.sql = ctx.storage.sql;
  }

  async fetch(request) {
    const { pathname, searchParams } = new URL(request.url);
    const below = pathname.split("/").slice(5).join("/");
    switch (`${request.method} ${below}`) {
      case "POST accounts/import":
        return this.import(await request.json());
      case "GET accounts":
        return this.list(searchParams);
      case "GET book":
        return this.book();
      case "POST changes/preview":
        return Response.json(summary(this.lines(byMode((await request.json()).changes))));
      case "POST changes":
        return this.confirm(request.headers.get("idempotency-key"), await request.text());
      case "POST changes/bare":
        return this.change((await request.json()).changes);
      case "POST renewals":
        return this.renew(await request.json());
      default:
        return new Response("not found", { status: 404 });
    }
  }

  import({ accounts }) {
    this.accounts = undefined;
    this.ctx.storage.transactionSync(() => {
      this.sql.exec(SCHEMA);
      for (const rows of chunks(accounts, ROWS)) {
        this.sql.exec(
          `INSERT INTO account SELECT value ->> 'id', value ->> 'address', lower(value ->> 'address'),
             value ->> 'display_name', value ->> 'mode', value ->> 'status', value ->> 'ordered_on', value ->> 'anchor_day',
             value ->> 'expires_on', value ->> 'deletes_on' FROM json_each(?)`,
          JSON.stringify(rows),
        );
      }
    });
    return Response.json({ imported: accounts.length });
  }

  list(query) {
    const limit = Number(query.get("limit") ?? 50);
    if (!Number.isInteger(limit) || limit < 1 || limit > 1000) return problem(422, "limit");
    // One text with all rows is passed to SQLite much faster than the rows one by one.
    const { text } = this.sql
      .exec(
        `SELECT json_group_array(json_array(id, address, folded, display_name, status, mode, ordered_on, anchor_day,
           expires_on, deletes_on)) AS text FROM
           (SELECT * FROM account WHERE status <> 'deleted' ORDER BY folded, id LIMIT ?)`,
        limit + 1,
      )
      .one();
    const { total } = this.sql.exec("SELECT count(*) AS total FROM account WHERE status <> 'deleted'").one();
    const rows = JSON.parse(text);
    const last = rows.length > limit ? rows[limit - 1] : undefined;
    const items = rows.slice(0, limit).map(view);
    return Response.json({ items, total, next_cursor: last ? `${last[0]}.${btoa(last[2])}` : null });
  }

  // All that a page begins with, in the order of its list: what our snapshot says of each account, without what is null.
  book() {
    this.accounts ??= this.sql
      .exec("SELECT * FROM account WHERE status <> 'deleted' ORDER BY folded, id")
      .toArray()
      .map(plain);
    const platform = { name: "Grossfirma", today: "2026-11-22", net: NET };
    return Response.json({ platform, accounts: this.accounts });
  }

  // Parses, checks and changes, without a hash or a record.
  change(changes) {
    const groups = byMode(changes);
    let active = 0;
    this.ctx.storage.transactionSync(() => {
      for (const ids of texts(groups)) {
        active += this.sql
          .exec(`SELECT count(*) AS n FROM account WHERE status = 'active' AND id IN (SELECT value FROM json_each(?))`, ids.json)
          .one().n;
      }
      if (active === changes.length) this.set(groups);
    });
    return active === changes.length ? Response.json({ lines: active }, { status: 201 }) : problem(422, "changes");
  }

  // Does the same with everything that makes it a confirmation: once per key, only what was seen, and recorded.
  confirm(key, text) {
    const body = createHash("sha256").update(text).digest("hex");
    const [answered] = this.sql.exec("SELECT hash, body FROM answer WHERE key = ?", key).toArray();
    if (answered) return answered.hash === body ? json(201, answered.body) : problem(422, "key");
    const request = JSON.parse(text);
    const groups = byMode(request.changes);
    const lines = this.lines(groups);
    const { hash } = summary(lines);
    if (lines.length !== request.changes.length) return problem(422, "changes");
    if (hash !== request.hash) return problem(409, "hash");
    const at = new Date().toISOString();
    const record = new Map();
    for (const { account, from, to, effective_on, outcome } of lines) {
      const name = `${effective_on} ${from} ${to}`;
      if (!record.has(name)) record.set(name, { from, to, effective_on, outcome, accounts: [] });
      record.get(name).accounts.push(account);
    }
    return this.ctx.storage.transactionSync(() => {
      const { revision } = this.sql.exec("SELECT ifnull(max(revision), 0) + 1 AS revision FROM event").one();
      const event = JSON.stringify({ revision, at, kind: "modes_changed", id: key, hash, groups: [...record.values()] });
      const receipt = JSON.stringify({ id: key, revision, at, lines: lines.length, refused: [] });
      this.sql.exec("INSERT INTO event VALUES (?, ?, 'modes_changed')", revision, at);
      for (let part = 0; part * PART < event.length; part++) {
        this.sql.exec("INSERT INTO event_part VALUES (?, ?, ?)", revision, part, event.slice(part * PART, (part + 1) * PART));
      }
      this.sql.exec("INSERT INTO answer VALUES (?, ?, ?)", key, body, receipt);
      this.set(groups);
      return json(201, receipt);
    });
  }

  lines(groups) {
    const lines = [];
    for (const { mode, json } of texts(groups)) {
      const { rows } = this.sql
        .exec(
          `SELECT json_group_array(json_array(id, address, mode, expires_on)) AS rows FROM account
             WHERE status = 'active' AND mode <> ? AND id IN (SELECT value FROM json_each(?))`,
          mode,
          json,
        )
        .one();
      for (const [account, address, from, effective_on] of JSON.parse(rows)) {
        lines.push({ account, address, from, to: mode, effective_on, outcome: outcome(mode, effective_on) });
      }
    }
    return lines.sort((a, b) => a.account - b.account);
  }

  set(groups) {
    this.accounts = undefined;
    for (const { mode, json } of texts(groups)) {
      this.sql.exec("UPDATE account SET mode = ? WHERE id IN (SELECT value FROM json_each(?))", mode, json);
    }
  }

  // Does less than the run of any day: no periods, no prices, no invoice, no record.
  renew({ on, until }) {
    this.accounts = undefined;
    const renewed = this.ctx.storage.transactionSync(
      () =>
        this.sql.exec("UPDATE account SET expires_on = ? WHERE expires_on = ? AND status = 'active' AND mode = 'monthly'", until, on)
          .rowsWritten,
    );
    return Response.json({ renewed });
  }
}

function outcome(mode, day) {
  return mode === "none" ? { what: "closes", deletes_on: day } : { what: "renews", term: mode, net: NET[mode] };
}

function view([id, address, folded, display_name, status, mode, ordered_on, anchor_day, expires_on, deletes_on]) {
  const configured = !folded.endsWith(".invalid");
  const next = status === "active" ? { on: expires_on, ...outcome(mode, expires_on) } : null;
  const dates = { ordered_on, anchor_day, expires_on, deletes_on, reset_on: null };
  return { id, address, display_name, configured, status, mode, ...dates, next };
}

function plain({ id, address, display_name, status, mode, ordered_on, anchor_day, expires_on, deletes_on }) {
  const days = { ordered_on: ordered_on ?? undefined, anchor_day, expires_on, deletes_on: deletes_on ?? undefined };
  return { id, address, display_name, status, mode, ...days };
}

// Groups account ids by the wished mode. Every account may occur at most once.
function byMode(changes) {
  const groups = new Map(MODES.map((mode) => [mode, []]));
  const seen = new Set();
  for (const { account, mode } of changes) {
    if (!Number.isInteger(account) || !groups.has(mode) || seen.has(account)) throw new Error("bad change");
    seen.add(account);
    groups.get(mode).push(account);
  }
  return groups;
}

function* texts(groups) {
  for (const [mode, ids] of groups) for (const chunk of chunks(ids, IDS)) yield { mode, json: JSON.stringify(chunk) };
}

function* chunks(list, length) {
  for (let at = 0; at < list.length; at += length) yield list.slice(at, at + length);
}

function summary(lines) {
  const text = lines.map(
    ({ account, address, from, to, effective_on, outcome }) =>
      `${account} ${address} ${from} ${to} ${effective_on} ${outcome.net ?? outcome.deletes_on}\n`,
  );
  return { revision: 0, hash: createHash("sha256").update(text.join("")).digest("hex") };
}

const json = (status, body) => new Response(body, { status, headers: { "content-type": "application/json" } });
const problem = (status, field) => Response.json({ status, errors: [{ field }] }, { status });

export default class extends WorkerEntrypoint {
  fetch(request) {
    const platform = new URL(request.url).pathname.split("/")[4];
    return this.env.PLATFORM.getByName(platform).fetch(request);
  }
}
