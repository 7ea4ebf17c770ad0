// The values of the language and how one kind is read as another, as forms/logic/values.py. null is the empty value.
import { atDay, atSeconds, Day, dayOf, days, Moment, readMoment, secondsOf, writeMoment } from "./moments.js";
import { floored, fromDouble, Num, readNumber, writeNumber } from "./numbers.js";

export class Chosen extends Array {}
export class Column extends Array {}
export class Rows extends Array {}

const VALUES = [Num, Day, Moment, Chosen, Column, Rows];
export const isMoment = (value) => value instanceof Day || value instanceof Moment;

// A list of one kind, never mistaken by Array for a length.
export const listOf = (Kind, items) => Object.assign(new Kind(), items);

export function typed(answer, zone, kind = "any") {
  if (VALUES.some((Kind) => answer instanceof Kind)) return answer;
  const value = plain(answer);
  if (kind === "any" || value === null) return value;
  if (kind === "date" || kind === "date_time") return momentOf(value, zone, kind);
  if (kind === "number") return value instanceof Num ? value : typeof value === "string" ? readNumber(value) : null;
  if (kind === "yes_no") return typeof value === "boolean" ? value : null;
  if (kind === "text") return typeof value === "string" ? value : null;
  if (kind === "choices") return value instanceof Chosen ? value : null;
  return value;
}

function plain(answer) {
  if (answer === undefined || answer === null || answer === "") return null;
  if (typeof answer === "number") return fromDouble(answer);
  if (Array.isArray(answer)) return several(answer);
  return answer;
}

function several(answers) {
  if (!answers.length) return null;
  if (answers.every(isRow)) return listOf(Rows, answers);
  if (answers.some((answer) => typeof answer === "number" || typeof answer === "boolean")) {
    const cells = answers.filter((answer) => typeof answer !== "object").map(plain).filter((cell) => cell !== null);
    return cells.length ? listOf(Column, cells) : null;
  }
  const keys = answers.filter((answer) => typeof answer === "string" && answer);
  return keys.length ? listOf(Chosen, keys) : null;
}

export const isRow = (answer) => answer !== null && typeof answer === "object" && !Array.isArray(answer);

function momentOf(value, zone, kind) {
  const moment = typeof value === "string" ? readMoment(value, zone) : null;
  if (moment === null) return null;
  return kind === "date" ? atDay(dayOf(moment, zone)) : atSeconds(secondsOf(moment, zone));
}

export function truth(value) {
  if (value === null || value === false) return false;
  if (value instanceof Num) return value.units !== 0n;
  if (Array.isArray(value)) return value.length > 0;
  return isRow(value) && !isMoment(value) ? Object.keys(value).length > 0 : true;
}

export function text(value, zone) {
  if (typeof value === "string") return value;
  if (typeof value === "boolean") return String(value);
  if (value instanceof Num) return writeNumber(value);
  if (isMoment(value)) return writeMoment(value, zone);
  if (value instanceof Chosen || value instanceof Column) return [...value].map((one) => text(one, zone)).join(" ");
  return "";
}

// What arithmetic and ordering work on: a number or a moment.
export function operand(value, zone) {
  if (value instanceof Column) return value.length === 1 ? operand(value[0], zone) : null;
  if (typeof value === "boolean") return new Num(value ? 10n ** 12n : 0n);
  if (value instanceof Num || isMoment(value)) return value;
  if (typeof value === "string" || value instanceof Chosen) {
    const words = text(value, zone);
    return readNumber(words) ?? readMoment(words, zone);
  }
  return null;
}

// Values of lists and columns side by side; what is empty is left out.
export const flat = (values) =>
  values
    .flatMap((value) => (value instanceof Column || value instanceof Chosen || value instanceof Rows ? [...value] : [value]))
    .filter((value) => value !== null);

export function number(value, zone) {
  const found = operand(value, zone);
  return isMoment(found) ? days(found, zone) : found;
}

export function moment(value, zone) {
  const found = operand(value, zone);
  return found instanceof Num ? atDay(floored(found.units)) : found;
}
