// The choice of modes, and the summary of what it would do.

import { memo, useEffect, useLayoutEffect, useMemo, useRef, useState } from "react";
import { useMode, useSums } from "./draft.js";
import { Rows, placed } from "./rows.jsx";
import { MODES, WORDS, day, folded, money, number } from "./words.js";

const Choice = memo(function Choice({ account, draft, place, start }) {
  const mode = useMode(draft, account);
  const changed = mode === account.mode ? undefined : mode === "none" ? "closing" : "changed";
  return (
    <div role="row" aria-rowindex={place + 2} style={placed(start)} className={changed}>
      <span role="cell" className="who">
        {account.address}
      </span>
      <span role="cell">{day(account.expires_on)}</span>
      {MODES.map((value) => (
        <span key={value} role="cell">
          <input
            type="radio"
            name={`mode-${account.id}`}
            aria-label={`${WORDS[value]}, ${account.address}`}
            checked={mode === value}
            disabled={account.status !== "active"}
            onChange={() => draft.wish([account], () => value)}
          />
        </span>
      ))}
    </div>
  );
});

function All({ mode, shown, can, toggle }) {
  const box = useRef(null);
  const all = `Alle ${number(can)}`;
  useEffect(() => {
    box.current.indeterminate = shown > 0 && shown < can;
  }, [shown, can]);
  return (
    <label role="columnheader">
      {WORDS[mode]}
      <input
        ref={box}
        type="checkbox"
        aria-label={`${all}: ${WORDS[mode]}`}
        checked={can > 0 && shown === can}
        onChange={toggle}
      />
      <small>{all}</small>
    </label>
  );
}

function Heads({ draft, rows }) {
  const sums = useSums(draft);
  const able = useMemo(() => rows.filter((account) => account.status === "active"), [rows]);
  const shown = useMemo(() => {
    const shown = { monthly: 0, yearly: 0, none: 0 };
    for (const account of able) shown[draft.mode(account)]++;
    return shown;
    // the sums are new with each change of the draft
  }, [able, draft, sums]);
  const toggle = (mode) => () => {
    const all = shown[mode] !== able.length;
    draft.wish(able, (account) => (all ? mode : account.mode));
  };
  return MODES.map((mode) => (
    <All key={mode} mode={mode} shown={shown[mode]} can={able.length} toggle={toggle(mode)} />
  ));
}

export function said({ changes, closing, goingOn, before, after }) {
  const parts = [`${number(changes)} Änderungen`];
  if (closing > 0) parts.push(`${number(closing)} werden geschlossen`);
  if (goingOn > 0) parts.push(`${number(goingOn)} davon sollten auslaufen und laufen jetzt weiter`);
  return [...parts, `12 Monate: ${money(before)} → ${money(after)}`].join(" · ");
}

function Foot({ draft, dismiss, next }) {
  const sums = useSums(draft);
  return (
    <footer>
      <span role="status">{said(sums)}</span>
      <button type="button" onClick={dismiss}>
        Abbrechen
      </button>
      <button type="button" disabled={sums.changes === 0} onClick={next}>
        Weiter
      </button>
    </footer>
  );
}

export function Billing({ accounts, draft, fold, dismiss }) {
  const [text, setText] = useState("");
  const [review, setReview] = useState(false);
  const rows = useMemo(() => {
    const words = folded(text).split(/\s+/).filter(Boolean);
    return words.length === 0 ? accounts : accounts.filter((account) => words.every((word) => fold(account).includes(word)));
  }, [accounts, text, fold]);
  const row = (index, key, start) => <Choice key={key} account={rows[index]} draft={draft} place={index} start={start} />;
  return (
    <>
      <Dialog label="Abrechnungsmodus" dismiss={dismiss}>
        <div className="tools">
          <input
            type="search"
            aria-label="Suchen"
            placeholder="Suchen…"
            value={text}
            onChange={({ target }) => setText(target.value)}
          />
        </div>
        <div role="table" aria-label="Wahl" aria-rowcount={rows.length + 1}>
          <div role="row" aria-rowindex={1}>
            <span role="columnheader">E-Mail-Account</span>
            <span role="columnheader">Ablaufdatum</span>
            <Heads draft={draft} rows={rows} />
          </div>
          <Rows count={rows.length} keyOf={(index) => rows[index].id} row={row} />
        </div>
        <Foot draft={draft} dismiss={dismiss} next={() => setReview(true)} />
      </Dialog>
      {review && <Summary accounts={accounts} draft={draft} back={() => setReview(false)} />}
    </>
  );
}

const FATES = {
  closes: (count) => `${count} Accounts werden geschlossen und gelöscht`,
  goesOn: (count) => `${count} Accounts laufen weiter`,
  yearly: (count) => `${count} Accounts werden jährlich`,
  monthly: (count) => `${count} Accounts werden monatlich`,
};

// The lines in groups, each in the order of days and then of addresses, in which the accounts come.
function lines(accounts, draft) {
  const changed = accounts.filter((account) => draft.wishes.has(account.id));
  const fate = ({ id, mode }) => {
    const wish = draft.wishes.get(id);
    return wish === "none" ? "closes" : mode === "none" ? "goesOn" : wish;
  };
  const groups = Map.groupBy(changed, fate);
  const found = Object.entries(FATES).filter(([name]) => groups.has(name));
  return found.flatMap(([name, title]) => {
    const days = Map.groupBy(groups.get(name), (account) => account.expires_on);
    return [title(number(groups.get(name).length)), ...[...days.keys()].sort().flatMap((day) => days.get(day))];
  });
}

function Line({ line, draft, start }) {
  if (typeof line === "string") {
    return (
      <div role="row" className="title" style={placed(start)}>
        {line}
      </div>
    );
  }
  const wish = draft.wishes.get(line.id);
  return (
    <div role="row" style={placed(start)} className={wish === "none" ? "closing" : undefined}>
      <span role="cell" className="who">
        {line.address}
      </span>
      <span role="cell">ab {day(line.expires_on)}</span>
      <span role="cell">{WORDS[line.mode]}</span>
      <span role="cell">{WORDS[wish]}</span>
      <span role="cell" className="net">
        {wish === "none" ? "–" : money(draft.net(wish))}
      </span>
    </div>
  );
}

function Summary({ accounts, draft, back }) {
  const all = useMemo(() => lines(accounts, draft), [accounts, draft]);
  return (
    <Dialog label="Zusammenfassung" dismiss={back}>
      <h2>Zusammenfassung</h2>
      <div role="table" aria-label="Zeilen" aria-rowcount={all.length + 1}>
        <Rows
          count={all.length}
          keyOf={(index) => index}
          row={(index, key, start) => <Line key={key} line={all[index]} draft={draft} start={start} />}
        />
      </div>
      <footer>
        <span role="status">{said(draft.sums)}</span>
        <button type="button" onClick={back}>
          Zurück
        </button>
        <button type="button">Bestätigen</button>
      </footer>
    </Dialog>
  );
}

function Dialog({ label, dismiss, children }) {
  const node = useRef(null);
  useLayoutEffect(() => node.current.showModal(), []);
  return (
    <dialog ref={node} aria-label={label} onClose={dismiss}>
      {children}
    </dialog>
  );
}
