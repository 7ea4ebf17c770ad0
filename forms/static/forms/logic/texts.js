// Functions of text, as forms/logic/operators/texts.py and cutting.py. Places count characters, not UTF-16 units.
import { OnlyServer } from "./errors.js";
import { ONE, whole } from "./numbers.js";
import { flat, number, text } from "./values.js";

const MOST_CHARACTERS = 100000;
const orNull = (words) => words || null;

function joined(separator, words, zone) {
  const made = words.map((value) => text(value, zone)).filter(Boolean).join(separator);
  if (made.length > MOST_CHARACTERS) throw new OnlyServer("join");
  return orNull(made);
}

function placeIn(length, value, zone) {
  const found = number(value, zone);
  if (found === null) return null;
  const place = found.units / ONE;
  const from = place < 0n ? place + BigInt(length) : place;
  return from < 0n ? 0 : from > BigInt(length) ? length : Number(from);
}

function substring({ zone }, value, ...places) {
  const signs = [...text(value, zone)];
  const [first, behind = signs.length] = places.map((place) => placeIn(signs.length, place, zone));
  return first === null || behind === null ? null : orNull(signs.slice(first, behind).join(""));
}

function before({ zone }, value, mark) {
  const [words, sign] = [text(value, zone), text(mark, zone)];
  return sign && words.includes(sign) ? orNull(words.slice(0, words.indexOf(sign))) : null;
}

function after({ zone }, value, mark) {
  const [words, sign] = [text(value, zone), text(mark, zone)];
  if (!sign) return orNull(words);
  return words.includes(sign) ? orNull(words.slice(words.indexOf(sign) + sign.length)) : null;
}

function translate({ zone }, value, old, fresh) {
  const [signs, others] = [[...text(old, zone)], [...text(fresh, zone)]];
  const table = new Map();
  signs.forEach((sign, place) => table.has(sign) || table.set(sign, others[place] ?? ""));
  return orNull([...text(value, zone)].map((sign) => table.get(sign) ?? sign).join(""));
}

export const TEXTS = {
  string: ({ zone }, value) => orNull(text(value, zone)),
  "string-length": ({ zone }, value) => whole([...text(value, zone)].length),
  concat: ({ zone }, ...values) => joined("", values, zone),
  join: ({ zone }, separator, ...values) => joined(text(separator, zone), flat(values), zone),
  contains: ({ zone }, value, part) => text(value, zone).includes(text(part, zone)),
  "starts-with": ({ zone }, value, part) => text(value, zone).startsWith(text(part, zone)),
  "ends-with": ({ zone }, value, part) => text(value, zone).endsWith(text(part, zone)),
  substr: substring,
  "substring-before": before,
  "substring-after": after,
  "normalize-space": ({ zone }, value) => orNull(text(value, zone).split(/[ \t\r\n\u3000]+/).filter(Boolean).join(" ")),
  translate,
  "upper-case": ({ zone }, value) => orNull(text(value, zone).replace(/[a-z]+/g, (words) => words.toUpperCase())),
  "lower-case": ({ zone }, value) => orNull(text(value, zone).replace(/[A-Z]+/g, (words) => words.toLowerCase())),
};
