// The page by hand: the list with its search and orders, the choice of modes, and its summary. What is on screen is changed in
// place, and no more of it than has changed.

const WORDS = { monthly: "Monatlich", yearly: "Jährlich", none: "Keine" };
const STATUS = { active: "Aktiv", suspended: "Gesperrt" };
const MODES = Object.keys(WORDS);
const HEIGHT = 44;
const SPARE = 8;

const find = (selector, within = document) => within.querySelector(selector);
const number = new Intl.NumberFormat("de");
const euro = new Intl.NumberFormat("de", { style: "currency", currency: "EUR" });
const date = new Intl.DateTimeFormat("de", { day: "numeric", month: "short", year: "numeric", timeZone: "UTC" });
const money = (cents) => euro.format(cents / 100);

function once(make) {
  const known = new Map();
  return (key) => {
    if (!known.has(key)) known.set(key, make(key));
    return known.get(key);
  };
}
const day = once((text) => date.format(new Date(text)));

// Each row is one element that is used again: `fill` writes another item into it.
class List {
  constructor(box, make, fill) {
    [this.box, this.make, this.fill, this.rows, this.pool] = [box, make, fill, [], []];
    this.space = box.appendChild(document.createElement("div"));
    box.addEventListener("scroll", () => this.draw(), { passive: true });
    new ResizeObserver(() => this.draw()).observe(box);
  }

  show(rows) {
    this.rows = rows;
    this.space.style.height = `${rows.length * HEIGHT}px`;
    this.box.parentElement.setAttribute("aria-rowcount", rows.length + 1);
    this.again();
  }

  again() {
    for (const row of this.pool) row.item = undefined;
    this.draw();
  }

  draw() {
    const { box, pool, rows } = this;
    const size = Math.ceil(box.clientHeight / HEIGHT) + 2 * SPARE;
    while (pool.length < size) {
      const row = Object.assign(this.make(), { className: "", item: undefined, at: -1 });
      row.setAttribute("role", "row");
      pool.push(this.space.appendChild(row));
    }
    const first = Math.max(0, Math.floor(box.scrollTop / HEIGHT) - SPARE);
    for (let at = first; at < first + pool.length; at++) {
      const row = pool[at % pool.length];
      const item = rows[at];
      if (row.hidden !== (item === undefined)) row.hidden = item === undefined;
      if (item === undefined || (row.item === item && row.at === at)) continue;
      if (row.at !== at) {
        row.style.transform = `translateY(${at * HEIGHT}px)`;
        row.setAttribute("aria-rowindex", at + 2);
      }
      [row.item, row.at] = [item, at];
      this.fill(row, item);
    }
  }
}

function cells(...names) {
  const row = document.createElement("div");
  for (const name of names) {
    const cell = row.appendChild(document.createElement("span"));
    cell.setAttribute("role", "cell");
    cell.className = name;
  }
  return row;
}

// ── the accounts ──────────────────────────────────────────────────────────────────────────────────────────────────────

const { platform, accounts } = await (await fetch("/api/v1/platforms/bench/book", { credentials: "same-origin" })).json();
find("h1").textContent = platform.name;

const folded = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
function fold(account) {
  return (account.folded ??= folded(`${account.address} ${account.display_name}`));
}

function matching(list, text) {
  const words = folded(text).split(/\s+/).filter(Boolean);
  if (words.length === 0) return list;
  return list.filter((account) => words.every((word) => fold(account).includes(word)));
}

// They come in the order of their addresses, and what is equal stays in it.
function sorted(list, { key, down }) {
  let rows = list;
  if (key !== "address") {
    const groups = Map.groupBy(list, (account) => account[key]);
    const keys = key === "mode" ? MODES.filter((mode) => groups.has(mode)) : [...groups.keys()].sort();
    rows = keys.flatMap((key) => groups.get(key));
  }
  return down ? rows.toReversed() : rows;
}

const net = (mode) => platform.net[mode] ?? 0;
const limit = 12 + months(platform.today);
function months(day) {
  return Number(day.slice(0, 4)) * 12 + Number(day.slice(5, 7));
}
// how often a monthly account renews within twelve months from today
const renewals = once((day) => Math.max(0, limit - months(day) + (day.slice(8) < platform.today.slice(8) ? 1 : 0)));
function year({ expires_on }, mode) {
  const times = renewals(expires_on);
  return mode === "monthly" ? times * net(mode) : mode === "yearly" && times > 0 ? net(mode) : 0;
}

// ── the list ──────────────────────────────────────────────────────────────────────────────────────────────────────────

const order = { key: "address", down: false };
const chosen = new Set();
const main = find("main");
const search = find("input[type=search]", main);
const list = new List(
  find(".box", main),
  () => {
    const row = cells("check", "who", "status", "mode", "expiry", "net");
    const box = Object.assign(document.createElement("input"), { type: "checkbox" });
    row.children[0].append(box);
    const [address, name] = [document.createElement("b"), document.createElement("small")];
    row.children[1].append(address, " ", name);
    box.addEventListener("change", () => {
      if (box.checked) chosen.add(row.item);
      else chosen.delete(row.item);
      tell();
    });
    return Object.assign(row, { box, address, name });
  },
  (row, account) => {
    row.box.checked = chosen.has(account);
    row.box.ariaLabel = `${account.address} auswählen`;
    row.address.textContent = account.address;
    row.name.textContent = account.display_name;
    row.children[2].textContent = STATUS[account.status];
    row.children[3].textContent = WORDS[account.mode];
    row.children[4].textContent = day(account.expires_on);
    row.children[5].textContent = account.status === "active" && account.mode !== "none" ? money(net(account.mode)) : "–";
  },
);

let sortedAccounts = accounts;
function tell() {
  const [found, all] = [list.rows.length, accounts.length].map((count) => number.format(count));
  const picked = chosen.size > 0 ? ` · ${number.format(chosen.size)} ausgewählt` : "";
  find("[role=status]", main).textContent = `${found} von ${all} Accounts${picked}`;
}
function showList() {
  list.show(matching(sortedAccounts, search.value));
  tell();
}
search.addEventListener("input", showList);
for (const head of main.querySelectorAll("[data-key]")) {
  find("button", head).addEventListener("click", () => {
    order.down = order.key === head.dataset.key && !order.down;
    order.key = head.dataset.key;
    sortedAccounts = sorted(accounts, order);
    for (const other of main.querySelectorAll("[data-key]")) other.ariaSort = "none";
    head.ariaSort = order.down ? "descending" : "ascending";
    showList();
  });
}
find("#all").addEventListener("change", ({ target }) => {
  chosen.clear();
  if (target.checked) for (const account of list.rows) chosen.add(account);
  list.again();
  tell();
});
showList();

// ── the choice of modes ───────────────────────────────────────────────────────────────────────────────────────────────

// What is wished stands in the account as `wish`, and its sums are kept as it changes.
const before = accounts.reduce((sum, account) => sum + year(account, account.mode), 0);
const sums = { changes: 0, closing: 0, goingOn: 0, after: before };
const shown = { monthly: 0, yearly: 0, none: 0 };
let can = 0;

function count(account, mode, by) {
  if (mode === account.mode) return;
  sums.changes += by;
  if (mode === "none") sums.closing += by;
  if (account.mode === "none") sums.goingOn += by;
}
function wish(account, mode) {
  if (account.status !== "active") return;
  const now = account.wish ?? account.mode;
  if (now === mode) return;
  count(account, now, -1);
  count(account, mode, 1);
  shown[now]--;
  shown[mode]++;
  sums.after += year(account, mode) - year(account, now);
  account.wish = mode === account.mode ? undefined : mode;
}

const dialog = find("dialog");
const sift = find("input[type=search]", dialog);
const heads = MODES.map((mode) => {
  const head = find("#heads").appendChild(document.createElement("label"));
  head.setAttribute("role", "columnheader");
  const box = Object.assign(document.createElement("input"), { type: "checkbox" });
  const text = document.createElement("small");
  head.append(WORDS[mode], box, text);
  box.addEventListener("change", () => {
    const all = shown[mode] !== can;
    for (const account of choice.rows) wish(account, all ? mode : account.mode);
    choice.again();
    sum();
  });
  return { mode, box, text };
});

function mark(row, account) {
  const mode = account.wish ?? account.mode;
  for (const radio of row.radios) radio.checked = radio.value === mode;
  row.className = account.wish === undefined ? "" : mode === "none" ? "closing" : "changed";
}
const choice = new List(
  find(".box", dialog),
  () => {
    const row = cells("who", "expiry", "choice", "choice", "choice");
    row.radios = MODES.map((value, at) => {
      const radio = Object.assign(document.createElement("input"), { type: "radio", value });
      row.children[2 + at].append(radio);
      radio.addEventListener("change", () => {
        wish(row.item, value);
        mark(row, row.item);
        sum();
      });
      return radio;
    });
    return row;
  },
  (row, account) => {
    row.children[0].textContent = account.address;
    row.children[1].textContent = day(account.expires_on);
    for (const radio of row.radios) {
      radio.name = `mode-${account.id}`;
      radio.ariaLabel = `${WORDS[radio.value]}, ${account.address}`;
      radio.disabled = account.status !== "active";
    }
    mark(row, account);
  },
);

function sum() {
  for (const { mode, box, text } of heads) {
    box.checked = can > 0 && shown[mode] === can;
    box.indeterminate = shown[mode] > 0 && shown[mode] < can;
    const all = `Alle ${number.format(can)}`;
    if (text.textContent === all) continue;
    text.textContent = all;
    box.ariaLabel = `${all}: ${WORDS[mode]}`;
  }
  const { changes, closing, goingOn, after } = sums;
  const parts = [`${number.format(changes)} Änderungen`];
  if (closing > 0) parts.push(`${number.format(closing)} werden geschlossen`);
  if (goingOn > 0) parts.push(`${number.format(goingOn)} davon sollten auslaufen und laufen jetzt weiter`);
  parts.push(`12 Monate: ${money(before)} → ${money(after)}`);
  find("footer [role=status]").textContent = parts.join(" · ");
  find("#next").disabled = changes === 0;
}
function showChoice() {
  const rows = matching(accounts, sift.value);
  [shown.monthly, shown.yearly, shown.none, can] = [0, 0, 0, 0];
  for (const account of rows) {
    if (account.status !== "active") continue;
    can++;
    shown[account.wish ?? account.mode]++;
  }
  choice.show(rows);
  sum();
}
sift.addEventListener("input", showChoice);
find("#billing").addEventListener("click", () => {
  dialog.showModal();
  showChoice();
});
find("#dismiss").addEventListener("click", () => dialog.close());

// ── the summary ───────────────────────────────────────────────────────────────────────────────────────────────────────

const FATES = {
  closes: (count) => `${count} Accounts werden geschlossen und gelöscht`,
  goesOn: (count) => `${count} Accounts laufen weiter`,
  yearly: (count) => `${count} Accounts werden jährlich`,
  monthly: (count) => `${count} Accounts werden monatlich`,
};
const fate = ({ wish, mode }) => (wish === "none" ? "closes" : mode === "none" ? "goesOn" : wish);

find("#next").addEventListener("click", () => {
  const changed = accounts.filter((account) => account.wish !== undefined);
  const groups = Map.groupBy(changed, fate);
  const lines = [];
  for (const [name, title] of Object.entries(FATES)) {
    const group = groups.get(name);
    if (!group) continue;
    lines.push(title(number.format(group.length)));
    for (const line of sorted(group, { key: "expires_on", down: false })) lines.push(line);
  }
  const summary = document.createElement("dialog");
  summary.ariaLabel = "Zusammenfassung";
  summary.innerHTML = `<h2>Zusammenfassung</h2><div role="table" aria-label="Zeilen"><div class="box" role="rowgroup"></div></div>
    <footer><span role="status"></span><button type="button">Zurück</button><button type="button">Bestätigen</button></footer>`;
  document.body.append(summary);
  find("[role=status]", summary).textContent = find("footer [role=status]", dialog).textContent;
  const view = new List(
    find(".box", summary),
    () => cells("who", "expiry", "was", "mode", "net"),
    (row, line) => {
      const isTitle = typeof line === "string";
      row.className = isTitle ? "title" : line.wish === "none" ? "closing" : "";
      const from = isTitle ? "" : `ab ${day(line.expires_on)}`;
      const texts = isTitle
        ? [line, "", "", "", ""]
        : [line.address, from, WORDS[line.mode], WORDS[line.wish], line.wish === "none" ? "–" : money(net(line.wish))];
      texts.forEach((text, at) => (row.children[at].textContent = text));
    },
  );
  summary.showModal();
  view.show(lines);
  find("button", summary).addEventListener("click", () => {
    summary.close();
    summary.remove();
  });
});
