// The page in React: the list with its search and orders. Query brings the accounts, Table filters and sorts them, and Virtual
// keeps in the page what is in view.

import { memo, useCallback, useMemo, useState } from "react";
import { createRoot } from "react-dom/client";
import { QueryClient, QueryClientProvider, useQuery } from "@tanstack/react-query";
import {
  columnFilteringFeature,
  createFilteredRowModel,
  createSortedRowModel,
  globalFilteringFeature,
  rowSortingFeature,
  sortFn_basic,
  tableFeatures,
  useTable,
} from "@tanstack/react-table";
import { Billing } from "./billing.jsx";
import { Draft } from "./draft.js";
import { Rows, placed } from "./rows.jsx";
import { MODES, STATUS, WORDS, day, folded, money, number } from "./words.js";

const features = tableFeatures({
  columnFilteringFeature,
  globalFilteringFeature,
  rowSortingFeature,
  filteredRowModel: createFilteredRowModel(),
  sortedRowModel: createSortedRowModel(),
});

// They come in the order of their addresses, so a place in it is what an address is sorted by.
const byPlace = (a, b) => a.index - b.index;
const byMode = (a, b) => MODES.indexOf(a.original.mode) - MODES.indexOf(b.original.mode);
const columns = [
  { id: "address", header: "E-Mail-Account", accessorKey: "address", sortFn: byPlace },
  { id: "status", header: "Status", accessorKey: "status", sortFn: sortFn_basic },
  { id: "mode", header: "Verlängerung", accessorKey: "mode", sortFn: byMode },
  { id: "expires_on", header: "Ablaufdatum", accessorKey: "expires_on", sortFn: sortFn_basic },
].map((column) => ({ ...column, sortDescFirst: false, enableGlobalFilter: column.id === "address" }));

export function fold(account) {
  return (account.folded ??= folded(`${account.address} ${account.display_name}`));
}
const hasWords = (row, _column, words) => words.every((word) => fold(row.original).includes(word));
hasWords.resolveFilterValue = (text) => folded(text).split(/\s+/).filter(Boolean);

const Account = memo(function Account({ account, place, start, picked, pick, net }) {
  return (
    <div role="row" aria-rowindex={place + 2} style={placed(start)}>
      <span role="cell">
        <input
          type="checkbox"
          aria-label={`${account.address} auswählen`}
          checked={picked}
          onChange={() => pick(account.id)}
        />
      </span>
      <span role="cell" className="who">
        <b>{account.address}</b> <small>{account.display_name}</small>
      </span>
      <span role="cell">{STATUS[account.status]}</span>
      <span role="cell">{WORDS[account.mode]}</span>
      <span role="cell">{day(account.expires_on)}</span>
      <span role="cell" className="net">
        {account.status === "active" && account.mode !== "none" ? money(net[account.mode]) : "–"}
      </span>
    </div>
  );
});

function Accounts({ book }) {
  const { platform, accounts } = book;
  const draft = useMemo(() => new Draft(book), [book]);
  const [sorting, setSorting] = useState([]);
  const [globalFilter, setGlobalFilter] = useState("");
  const [picked, setPicked] = useState(() => new Set());
  const [billing, setBilling] = useState(false);
  const table = useTable({
    features,
    columns,
    data: accounts,
    getRowId: (account) => String(account.id),
    globalFilterFn: hasWords,
    state: { sorting, globalFilter },
    onSortingChange: setSorting,
    onGlobalFilterChange: setGlobalFilter,
    enableSortingRemoval: false,
  });
  const { rows } = table.getRowModel();
  const pick = useCallback((id) => {
    setPicked((picked) => {
      const next = new Set(picked);
      if (!next.delete(id)) next.add(id);
      return next;
    });
  }, []);
  const all = ({ target }) => setPicked(new Set(target.checked ? rows.map((row) => row.original.id) : []));
  const chosen = picked.size > 0 ? ` · ${number(picked.size)} ausgewählt` : "";
  const row = (index, key, start) => {
    const { original } = rows[index];
    const is = picked.has(original.id);
    return <Account key={key} account={original} place={index} start={start} picked={is} pick={pick} net={platform.net} />;
  };
  return (
    <>
      <main>
        <h1>{platform.name}</h1>
        <div className="tools">
          <input
            type="search"
            aria-label="Suchen"
            placeholder="Suchen…"
            value={globalFilter}
            onChange={({ target }) => setGlobalFilter(target.value)}
          />
          <span role="status">{`${number(rows.length)} von ${number(accounts.length)} Accounts${chosen}`}</span>
          <button type="button" onClick={() => setBilling(true)}>
            Abrechnungsmodus
          </button>
        </div>
        <div role="table" aria-label="E-Mail-Accounts" aria-rowcount={rows.length + 1}>
          <div role="row" aria-rowindex={1}>
            <span role="columnheader">
              <input type="checkbox" aria-label="Alle auswählen" onChange={all} />
            </span>
            {table.getAllLeafColumns().map((column) => (
              <span key={column.id} role="columnheader" aria-sort={SORTS[column.getIsSorted()]}>
                <button type="button" onClick={column.getToggleSortingHandler()}>
                  {column.columnDef.header}
                </button>
              </span>
            ))}
            <span role="columnheader" className="net">
              Betrag
            </span>
          </div>
          <Rows count={rows.length} keyOf={(index) => rows[index].id} row={row} />
        </div>
      </main>
      {billing && <Billing accounts={accounts} draft={draft} fold={fold} dismiss={() => setBilling(false)} />}
    </>
  );
}
const SORTS = { asc: "ascending", desc: "descending", false: "none" };

async function fetchBook() {
  const answer = await fetch("/api/v1/platforms/bench/book", { credentials: "same-origin" });
  if (!answer.ok) throw new Error(answer.statusText);
  return answer.json();
}

function Page() {
  // 100,000 accounts are not compared with what was there before
  const { data, error } = useQuery({ queryKey: ["book"], queryFn: fetchBook, structuralSharing: false, staleTime: Infinity });
  if (error) return <p role="alert">{String(error)}</p>;
  return data ? <Accounts book={data} /> : <p role="status">Lädt …</p>;
}

createRoot(document.getElementById("root")).render(
  <QueryClientProvider client={new QueryClient()}>
    <Page />
  </QueryClientProvider>,
);
