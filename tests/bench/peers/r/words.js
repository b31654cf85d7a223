// How modes, numbers and days are written.

export const WORDS = { monthly: "Monatlich", yearly: "Jährlich", none: "Keine" };
export const STATUS = { active: "Aktiv", suspended: "Gesperrt" };
export const MODES = Object.keys(WORDS);

const numbers = new Intl.NumberFormat("de");
const euro = new Intl.NumberFormat("de", { style: "currency", currency: "EUR" });
const date = new Intl.DateTimeFormat("de", { day: "numeric", month: "short", year: "numeric", timeZone: "UTC" });

export const number = (count) => numbers.format(count);
export const money = (cents) => euro.format(cents / 100);

export function once(make) {
  const known = new Map();
  return (key) => {
    if (!known.has(key)) known.set(key, make(key));
    return known.get(key);
  };
}
export const day = once((text) => date.format(new Date(text)));

export const folded = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
