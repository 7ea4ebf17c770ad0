// Dates and date-times, as forms/logic/moments.py counts them: days since 1970-01-01, whole seconds.
import { divided, num, ONE, trimmed } from "./numbers.js";

const DAY = 86400;
const SHAPE =
  /^([1-9][0-9]{3})-([0-9]{2})-([0-9]{2})(?:T([0-9]{2}):([0-9]{2})(?::([0-9]{2}))?(?:\.[0-9]{1,9})?(Z|[+-](?:[01][0-9]|2[0-3]):[0-5][0-9])?)?$/;
const FIRST_DAY = civil(1000, 1, 1);
const LAST_DAY = civil(9999, 12, 30);

export class Day {
  constructor(day) {
    this.day = day;
  }
}

export class Moment {
  constructor(seconds) {
    this.seconds = seconds;
  }
}

function civil(year, month, day) {
  return Date.UTC(year, month - 1, day) / 1000 / DAY;
}

export const atDay = (count) => (count >= FIRST_DAY && count <= LAST_DAY ? new Day(Number(count)) : null);

export function atSeconds(count) {
  const day = Math.floor(Number(count) / DAY);
  return day > FIRST_DAY && day < LAST_DAY ? new Moment(Number(count)) : null;
}

export function readMoment(text, zone) {
  const match = SHAPE.exec(trimmed(text));
  if (!match) return null;
  const [year, month, date, hour, minute, second = 0] = match.slice(1, 7).map((part) => part && Number(part));
  const day = civil(year, month, date);
  const back = new Date(day * DAY * 1000);
  if (back.getUTCMonth() + 1 !== month || back.getUTCDate() !== date) return null;
  if (hour === undefined) return atDay(day);
  if (hour > 23 || minute > 59 || second > 59) return null;
  const clock = day * DAY + hour * 3600 + minute * 60 + (second || 0);
  return atSeconds(match[7] ? clock - fixedOffset(match[7]) : zone.toSeconds(clock));
}

function fixedOffset(text) {
  if (text === "Z") return 0;
  const seconds = Number(text.slice(1, 3)) * 3600 + Number(text.slice(4, 6)) * 60;
  return text[0] === "-" ? -seconds : seconds;
}

// A time zone by its name: how far its clocks are from UTC.
export class Zone {
  constructor(name) {
    this.clock = new Intl.DateTimeFormat("en-US", {
      timeZone: name,
      hourCycle: "h23",
      year: "numeric",
      month: "numeric",
      day: "numeric",
      hour: "numeric",
      minute: "numeric",
      second: "numeric",
    });
    this.known = new Map();
  }

  offset(seconds) {
    if (!this.known.has(seconds)) {
      const part = Object.fromEntries(
        this.clock.formatToParts(seconds * 1000).map(({ type, value }) => [type, Number(value)]),
      );
      const local = Date.UTC(part.year, part.month - 1, part.day, part.hour, part.minute, part.second) / 1000;
      this.known.set(seconds, local - seconds);
    }
    return this.known.get(seconds);
  }

  // What the clock on the wall says is not always one moment: the earlier of two, as the clock ran before a gap.
  toSeconds(wall) {
    const before = this.offset(wall - DAY);
    if (this.offset(wall - before) === before) return wall - before;
    const after = this.offset(wall + DAY);
    return this.offset(wall - after) === after ? wall - after : wall - before;
  }
}

export const secondsOf = (moment, zone) =>
  moment instanceof Moment ? moment.seconds : zone.toSeconds(moment.day * DAY);

export const dayOf = (moment, zone) =>
  moment instanceof Moment ? Math.floor((moment.seconds + zone.offset(moment.seconds)) / DAY) : moment.day;

// A Date whose UTC parts are what the clock on the wall shows; a date is the moment its day begins.
export const clockOf = (moment, zone) =>
  new Date(1000 * (moment instanceof Moment ? moment.seconds + zone.offset(moment.seconds) : moment.day * DAY));

// Birthdays from the first day to the last; null when the last is earlier.
export function years(first, last) {
  if (last.day < first.day) return null;
  const [from, to] = [first, last].map(({ day }) => new Date(day * DAY * 1000));
  const dates = [from, to].map((date) => date.getUTCMonth() * 100 + date.getUTCDate());
  return num(BigInt(to.getUTCFullYear() - from.getUTCFullYear() - (dates[1] < dates[0] ? 1 : 0)) * ONE);
}

const daysOfSeconds = (count) => num(divided(BigInt(count) * ONE, BigInt(DAY)));

export const days = (moment, zone) =>
  moment instanceof Moment
    ? daysOfSeconds(moment.seconds + zone.offset(moment.seconds))
    : num(BigInt(moment.day) * ONE);

export function between(later, earlier, zone) {
  if (later instanceof Day && earlier instanceof Day) return num(BigInt(later.day - earlier.day) * ONE);
  return daysOfSeconds(secondsOf(later, zone) - secondsOf(earlier, zone));
}

export function shifted(moment, units, floor) {
  if (moment instanceof Day) return atDay(BigInt(moment.day) + floor(units));
  return atSeconds(BigInt(moment.seconds) + divided(units * BigInt(DAY), ONE));
}

const written = (seconds) => new Date(seconds * 1000).toISOString();

export function writeMoment(moment, zone) {
  if (moment instanceof Day) return written(moment.day * DAY).slice(0, 10);
  const offset = zone.offset(moment.seconds);
  const away = written(Math.abs(offset)).slice(11, offset % 60 ? 19 : 16);
  return `${written(moment.seconds + offset).slice(0, 19)}${offset < 0 ? "-" : "+"}${away}`;
}
