// The operators, as forms/logic/operators. One that is missing here only the server computes.
import { atDay, atSeconds, between, dayOf, days, secondsOf, shifted } from "./moments.js";
import { absolute, divided, floored, Num, num, ONE, whole } from "./numbers.js";
import { Chosen, Column, isMoment, moment, number, operand, Rows, text, truth } from "./values.js";

const each = (value) => (value instanceof Column ? [...value] : [value]);
const flat = (values) =>
  values
    .flatMap((value) => (value instanceof Column || value instanceof Chosen || value instanceof Rows ? [...value] : [value]))
    .filter((value) => value !== null);

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

const ofNumbers = (compute) => ({ zone }, a, b) => {
  const [x, y] = [number(a, zone), number(b, zone)];
  return x === null || y === null ? null : compute(x.units, y.units);
};

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
const orNull = (words) => words || null;
const trimSpaces = (words) => words.replace(/^ +| +$/g, "");

export const LAZY = {
  and: decided(false),
  or: decided(true),
  if: (evaluation, condition, then, otherwise) => evaluation.value(truth(evaluation.value(condition)) ? then : otherwise),
  coalesce(evaluation, ...trees) {
    for (const tree of trees) {
      const value = evaluation.value(tree);
      if (value !== null) return value;
    }
    return null;
  },
};

export const OPERATORS = {
  "=": (scope, a, b) => each(a).some((x) => each(b).some((y) => same(scope, x, y))),
  "!=": (scope, a, b) => each(a).some((x) => each(b).some((y) => !same(scope, x, y))),
  "<": ordered((x, y) => x < y),
  "<=": ordered((x, y) => x <= y),
  ">": ordered((x, y) => x > y),
  ">=": ordered((x, y) => x >= y),
  not: (scope, value) => !truth(value),
  "+": plus,
  "-": minus,
  "*": ofNumbers((a, b) => num(divided(a * b, ONE))),
  div: ofNumbers((a, b) => (b === 0n ? null : num(divided(a * ONE, b)))),
  mod: ofNumbers(modulo),
  neg: ({ zone }, value) => {
    const found = number(value, zone);
    return found === null ? null : num(-found.units);
  },
  selected: ({ zone }, value, key) => keys(value, zone).includes(trimSpaces(text(key, zone))),
  "count-selected": ({ zone }, value) => whole(keys(value, zone).filter(Boolean).length),
  "not-empty": (scope, value) => (value instanceof Column || value instanceof Rows ? value.length > 0 : value !== null),
  count: (scope, ...values) => whole(flat(values).length),
  sum: total,
  min: extreme(1),
  max: extreme(-1),
  number: ({ zone }, value) => number(value, zone),
  int: ({ zone }, value) => {
    const found = number(value, zone);
    return found === null ? null : num((found.units / ONE) * ONE);
  },
  string: ({ zone }, value) => orNull(text(value, zone)),
  date: ({ zone }, value) => {
    const found = moment(value, zone);
    return found === null ? null : atDay(dayOf(found, zone));
  },
  "date-time": ({ zone }, value) => {
    const found = moment(value, zone);
    return found === null ? null : atSeconds(secondsOf(found, zone));
  },
  today: ({ now, zone }) => atDay(dayOf(now, zone)),
  now: ({ now }) => now,
  "string-length": ({ zone }, value) => whole([...text(value, zone)].length),
  concat: ({ zone }, ...values) => orNull(values.map((value) => text(value, zone)).join("")),
  contains: ({ zone }, value, part) => text(value, zone).includes(text(part, zone)),
  "starts-with": ({ zone }, value, part) => text(value, zone).startsWith(text(part, zone)),
};
