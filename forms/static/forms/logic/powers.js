// Roots, powers, exponentials and logarithms in integers of sixty places, as forms/logic/powers.py.
import { absolute, divided, LIMIT, num, ONE } from "./numbers.js";

const FINE = 10n ** 60n;
const FINER = FINE / ONE;

const coarse = (fine) => (fine === null ? null : num(divided(fine, FINER)));

export function squareRoot({ units }) {
  if (units < 0n) return null;
  return num((floorOfRoot(4n * units * ONE) + 1n) / 2n);
}

function floorOfRoot(square) {
  if (square < 2n) return square;
  let found = 1n << BigInt((square.toString(2).length + 1) >> 1);
  for (;;) {
    const next = (found + square / found) >> 1n;
    if (next >= found) return found;
    found = next;
  }
}

export function power({ units }, { units: by }) {
  if (by === 0n) return num(ONE);
  if (units === 0n) return by > 0n ? num(0n) : null;
  if (by % ONE === 0n) return wholePower(units * FINER, by / ONE);
  return units > 0n ? coarse(exponentialOf(divided(by * logarithmOf(units), ONE))) : null;
}

export const exponential = ({ units }) => coarse(exponentialOf(units * FINER));

export const logarithm = ({ units }) => (units > 0n ? coarse(logarithmOf(units)) : null);

export const logarithmOfTen = ({ units }) =>
  units > 0n ? coarse(divided(logarithmOf(units) * FINE, logarithmOf(10n * ONE))) : null;

function wholePower(given, times) {
  let [base, exponent, result] = times < 0n ? [divided(FINE * FINE, given), -times, FINE] : [given, times, FINE];
  for (;;) {
    if (exponent % 2n) result = divided(result * base, FINE);
    exponent /= 2n;
    if (!exponent || !result) return coarse(result);
    base = divided(base * base, FINE);
    if (absolute(base) >= LIMIT * FINER || absolute(result) >= LIMIT * FINER) return null;
  }
}

function exponentialOf(fine) {
  if (fine >= 56n * FINE) return null;
  if (fine <= -30n * FINE) return 0n;
  const two = logarithmOf(2n * ONE);
  const doublings = fine / two - (fine < 0n && fine % two ? 1n : 0n);
  const rest = fine - doublings * two;
  let [term, total, step] = [FINE, FINE, 0n];
  while (term) {
    step += 1n;
    term = divided(term * rest, FINE * step);
    total += term;
  }
  return doublings >= 0n ? total << doublings : divided(total, 1n << -doublings);
}

function logarithmOf(units) {
  let [near, doublings] = [units * FINER, 0n];
  for (; near * 2n >= 3n * FINE; doublings += 1n) near = divided(near, 2n);
  for (; near * 4n < 3n * FINE; doublings -= 1n) near *= 2n;
  return nearOne(near) + doublings * OF_TWO;
}

function nearOne(near) {
  const ratio = divided((near - FINE) * FINE, near + FINE);
  const square = divided(ratio * ratio, FINE);
  let [term, total, step] = [ratio, 0n, 1n];
  for (; term; step += 2n) {
    total += divided(term, step);
    term = divided(term * square, FINE);
  }
  return 2n * total;
}

const OF_TWO = 2n * nearOne(divided(4n * FINE, 3n)) + nearOne(divided(9n * FINE, 8n));
