// What is wished and not confirmed, outside of React: a row listens to its own wish only.

import { useSyncExternalStore } from "react";
import { once } from "./words.js";

export class Draft {
  constructor({ platform, accounts }) {
    [this.platform, this.listeners, this.wishes] = [platform, new Set(), new Map()];
    this.limit = 12 + months(platform.today);
    this.renewals = once((day) => Math.max(0, this.limit - months(day) + (day.slice(8) < platform.today.slice(8) ? 1 : 0)));
    const before = accounts.reduce((sum, account) => sum + this.year(account, account.mode), 0);
    this.sums = { changes: 0, closing: 0, goingOn: 0, before, after: before };
  }

  listen = (listener) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  net(mode) {
    return this.platform.net[mode] ?? 0;
  }

  year({ expires_on }, mode) {
    const times = this.renewals(expires_on);
    return mode === "monthly" ? times * this.net(mode) : mode === "yearly" && times > 0 ? this.net(mode) : 0;
  }

  mode(account) {
    return this.wishes.get(account.id) ?? account.mode;
  }

  // Gives each of these accounts the mode that `to` names for it.
  wish(accounts, to) {
    const sums = { ...this.sums };
    const count = (account, mode, by) => {
      if (mode === account.mode) return;
      sums.changes += by;
      if (mode === "none") sums.closing += by;
      if (account.mode === "none") sums.goingOn += by;
    };
    for (const account of accounts) {
      const [now, mode] = [this.mode(account), to(account)];
      if (account.status !== "active" || now === mode) continue;
      count(account, now, -1);
      count(account, mode, 1);
      sums.after += this.year(account, mode) - this.year(account, now);
      if (mode === account.mode) this.wishes.delete(account.id);
      else this.wishes.set(account.id, mode);
    }
    this.sums = sums;
    for (const listener of this.listeners) listener();
  }
}

const months = (day) => Number(day.slice(0, 4)) * 12 + Number(day.slice(5, 7));

export const useMode = (draft, account) => useSyncExternalStore(draft.listen, () => draft.mode(account));
export const useSums = (draft) => useSyncExternalStore(draft.listen, () => draft.sums);
