// The operators, as forms/logic/operators. One that is missing here only the server computes.
import { formatted } from "./dates.js";
import { OnlyServer } from "./errors.js";
import { bornBy, isCreditCode, plain } from "./identity.js";
import { atDay, atSeconds, between, dayOf, days, secondsOf, shifted, years } from "./moments.js";
import { absolute, divided, floored, Num, num, ONE, rounded, whole } from "./numbers.js";
import { exponential, logarithm, logarithmOfTen, power, squareRoot } from "./powers.js";
import { TEXTS } from "./texts.js";
import { Chosen, Column, flat, isMoment, isRow, listOf, moment, number, operand, Rows, text, truth, typed } from "./values.js";

const each = (value) => (value instanceof Column ? [...value] : [value]);

function same(scope, a, b) {
  if (a === null || b === null) return a === b;
  if (typeof a === "boolean" || typeof b === "boolean") return truth(a) === truth(b);
  if ([a, b].some((value) => value instanceof Num || isMoment(value))) {
    const ranks = ranksOf(scope, a, b);
    return ranks !== null && ranks[0] === ranks[1];
  }
  return text(a, scope.zone) === text(b, scope.zone);
}

// Two BigInts that lie to each other as the values do, or null when one of them cannot be ordered.
function ranksOf({ zone }, a, b) {
  const [x, y] = [operand(a, zone), operand(b, zone)];
  if (x === null || y === null) return null;
  if (isMoment(x) && isMoment(y)) return [BigInt(secondsOf(x, zone)), BigInt(secondsOf(y, zone))];
  return [x, y].map((value) => (isMoment(value) ? days(value, zone) : value).units);
}

const ordered = (holds) => (scope, a, b) => {
  let undecided = false;
  for (const x of each(a)) {
    for (const y of each(b)) {
      const ranks = ranksOf(scope, x, y);
      if (ranks === null) undecided = true;
      else if (holds(...ranks)) return true;
    }
  }
  return undecided ? null : false;
};

const decided = (by) => (evaluation, ...trees) => {
  let undecided = false;
  for (const tree of trees) {
    const value = evaluation.value(tree);
    if (value === null) undecided = true;
    else if (truth(value) === by) return by;
  }
  return undecided ? null : !by;
};

const ofNumber = (compute) => ({ zone }, value) => {
  const found = number(value, zone);
  return found === null ? null : compute(found);
};

const ofTwo = (compute) => ({ zone }, a, b) => {
  const [x, y] = [number(a, zone), number(b, zone)];
  return x === null || y === null ? null : compute(x, y);
};

const ofNumbers = (compute) => ofTwo((x, y) => compute(x.units, y.units));

// From left to right.
const chained = (compute) => (scope, first, ...others) => others.reduce((a, b) => compute(scope, a, b), first);

function plus({ zone }, a, b) {
  const [x, y] = [operand(a, zone), operand(b, zone)];
  if (x === null || y === null || (isMoment(x) && isMoment(y))) return null;
  if (isMoment(x)) return shifted(x, y.units, floored);
  if (isMoment(y)) return shifted(y, x.units, floored);
  return num(x.units + y.units);
}

function minus({ zone }, a, b) {
  const [x, y] = [operand(a, zone), operand(b, zone)];
  if (x === null || y === null) return null;
  if (isMoment(x)) return isMoment(y) ? between(x, y, zone) : shifted(x, -y.units, floored);
  return isMoment(y) ? null : num(x.units - y.units);
}

function modulo(a, b) {
  if (b === 0n) return null;
  const left = absolute(a) % absolute(b);
  return num(a >= 0n ? left : -left);
}

function total({ zone }, ...values) {
  let sum = num(0n);
  for (const value of flat(values)) {
    const summand = number(value, zone);
    if (summand === null || sum === null) return null;
    sum = num(sum.units + summand.units);
  }
  return sum;
}

const extreme = (sign) => ({ zone }, ...values) => {
  const found = flat(values).map((value) => operand(value, zone));
  if (!found.length || found.includes(null)) return null;
  const moments = found.every(isMoment);
  const rank = (value) => {
    if (value instanceof Num) return value.units;
    return moments ? BigInt(secondsOf(value, zone)) : days(value, zone).units;
  };
  return found.reduce((best, value) => (sign * (rank(value) < rank(best) ? -1 : rank(value) > rank(best) ? 1 : 0) < 0 ? value : best));
};

const keys = (value, zone) => (value instanceof Chosen ? [...value] : value === null ? [] : text(value, zone).split(" "));
const trimSpaces = (words) => words.replace(/^ +| +$/g, "");

const hasAnswer = (value, zone) =>
  isRow(value) ? Object.values(value).some((cell) => typed(cell, zone) !== null) : true;

function within(total, least, most) {
  if (least === null || most === null) return null;
  const open = (limit) => limit.units === -ONE;
  return (open(least) || least.units <= total.units) && (open(most) || total.units <= most.units);
}

function weighed({ zone }, least, most, ...pairs) {
  let sum = num(0n);
  for (let at = 0; at < pairs.length; at += 2) {
    const weight = truth(pairs[at]) ? number(pairs[at + 1], zone) : num(0n);
    sum = sum === null || weight === null ? null : num(sum.units + weight.units);
  }
  return sum === null ? null : within(sum, number(least, zone), number(most, zone));
}

function decimalDays({ zone }, value) {
  const found = moment(value, zone);
  return found === null ? null : days(found, zone);
}

function dayFrom({ zone }, value) {
  const found = moment(value, zone);
  return found === null ? null : atDay(dayOf(found, zone));
}

function yearsTo(scope, born, day) {
  const last = dayFrom(scope, day.length ? day[0] : scope.now);
  return born === null || last === null ? null : years(born, last);
}

function cell(evaluation, { ref: path }, table, place) {
  const [rows, at] = [evaluation.value(table), number(evaluation.value(place), evaluation.scope.zone)];
  const index = at === null ? 0n : at.units / ONE;
  if (!(rows instanceof Rows) || index < 1n || index > rows.length) return null;
  return evaluation.scope.step(rows[Number(index) - 1], path.at(-1));
}

function label(evaluation, value, { ref: path }) {
  const { labels, zone } = evaluation.scope;
  if (labels === undefined) throw new OnlyServer("choice-label");
  const names = labels[path.join(".")] ?? {};
  const chosen = evaluation.value(value);
  const found = each(chosen instanceof Chosen ? listOf(Column, chosen) : chosen).map((key) => text(key, zone));
  return found.filter((key) => Object.hasOwn(names, key)).map((key) => names[key]).join("、") || null;
}

export const LAZY = {
  and: decided(false),
  or: decided(true),
  if: (evaluation, condition, then, otherwise) => evaluation.value(truth(evaluation.value(condition)) ? then : otherwise),
  "indexed-repeat": cell,
  "choice-label": label,
  once(evaluation, tree) {
    const current = typed(evaluation.scope.self, evaluation.scope.zone);
    return current === null ? evaluation.value(tree) : current;
  },
  coalesce(evaluation, ...trees) {
    for (const tree of trees) {
      const value = evaluation.value(tree);
      if (value !== null) return value;
    }
    return null;
  },
};

export const OPERATORS = {
  ...TEXTS,
  "=": (scope, a, b) => each(a).some((x) => each(b).some((y) => same(scope, x, y))),
  "!=": (scope, a, b) => each(a).some((x) => each(b).some((y) => !same(scope, x, y))),
  "<": ordered((x, y) => x < y),
  "<=": ordered((x, y) => x <= y),
  ">": ordered((x, y) => x > y),
  ">=": ordered((x, y) => x >= y),
  not: (scope, value) => !truth(value),
  "+": chained(plus),
  "-": minus,
  "*": chained(ofNumbers((a, b) => num(divided(a * b, ONE)))),
  div: ofNumbers((a, b) => (b === 0n ? null : num(divided(a * ONE, b)))),
  mod: ofNumbers(modulo),
  neg: ofNumber(({ units }) => num(-units)),
  selected: ({ zone }, value, key) => keys(value, zone).includes(trimSpaces(text(key, zone))),
  "count-selected": ({ zone }, value) => whole(keys(value, zone).filter(Boolean).length),
  "not-empty": (scope, value) => (value instanceof Column || value instanceof Rows ? value.length > 0 : value !== null),
  "selected-at": ({ zone }, value, place) => {
    const [found, at] = [keys(value, zone).filter(Boolean), number(place, zone)];
    const index = at === null ? -1n : at.units / ONE;
    return index >= 0n && index < found.length ? found[Number(index)] : null;
  },
  checklist: ({ zone }, least, most, ...conditions) =>
    within(whole(conditions.filter(truth).length), number(least, zone), number(most, zone)),
  "weighted-checklist": weighed,
  count: (scope, ...values) => whole(flat(values).length),
  "count-non-empty": ({ zone }, ...values) => whole(flat(values).filter((value) => hasAnswer(value, zone)).length),
  sum: total,
  min: extreme(1),
  max: extreme(-1),
  round: ({ zone }, value, places = num(0n)) => {
    const [found, digits] = [number(value, zone), number(places, zone)];
    return found === null || digits === null ? null : rounded(found, digits);
  },
  floor: ofNumber(({ units }) => num(floored(units) * ONE)),
  ceiling: ofNumber(({ units }) => num(-floored(-units) * ONE)),
  abs: ofNumber(({ units }) => num(absolute(units))),
  pow: ofTwo(power),
  sqrt: ofNumber(squareRoot),
  exp: ofNumber(exponential),
  exp10: ofNumber((exponent) => power(num(10n * ONE), exponent)),
  log: ofNumber(logarithm),
  log10: ofNumber(logarithmOfTen),
  pi: () => num(3141592653590n),
  boolean: (scope, value) => truth(value),
  "boolean-from-string": ({ zone }, value) => ["true", "1"].includes(text(value, zone)),
  number: ({ zone }, value) => number(value, zone),
  int: ofNumber(({ units }) => num((units / ONE) * ONE)),
  date: dayFrom,
  "date-time": ({ zone }, value) => {
    const found = moment(value, zone);
    return found === null ? null : atSeconds(secondsOf(found, zone));
  },
  today: ({ now, zone }) => atDay(dayOf(now, zone)),
  now: ({ now }) => now,
  "decimal-date-time": decimalDays,
  "decimal-time": (scope, value) => {
    const found = decimalDays(scope, value);
    return found === null ? null : num(found.units - floored(found.units) * ONE);
  },
  "format-date": formatted,
  "format-date-time": formatted,
  "age-at": (scope, born, ...day) => yearsTo(scope, dayFrom(scope, born), day),
  "id-valid": ({ zone }, value) => bornBy(plain(text(value, zone)), zone) !== null,
  "id-birth-date": ({ zone }, value) => bornBy(plain(text(value, zone)), zone),
  "id-sex": ({ zone }, value) => {
    const number = plain(text(value, zone));
    return bornBy(number, zone) && (Number(number[16]) % 2 ? "male" : "female");
  },
  "id-age-at": (scope, value, ...day) => yearsTo(scope, bornBy(plain(text(value, scope.zone)), scope.zone), day),
  "credit-code-valid": ({ zone }, value) => isCreditCode(trimSpaces(text(value, zone))),
  position: ({ position }) => {
    if (position === undefined) throw new OnlyServer("position");
    return position === null ? null : whole(position);
  },
};
