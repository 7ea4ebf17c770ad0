// Numbers of the language: decimals with twelve places as scaled BigInts, the same digits as forms/logic/numbers.py.

export const ONE = 10n ** 12n;
export const LIMIT = 10n ** 24n * ONE;
const NUMERAL = /^(-?)([0-9]{0,40})(?:\.([0-9]{0,40}))?$/;

export class Num {
  constructor(units) {
    this.units = units;
  }
}

// null stands for the empty value: out of range, or not a number.
export const num = (units) => (units >= LIMIT || units <= -LIMIT ? null : new Num(units));

export const whole = (count) => num(BigInt(count) * ONE);

export function divided(dividend, divisor) {
  const [a, b] = [absolute(dividend), absolute(divisor)];
  const quotient = (2n * a + b) / (2n * b);
  return dividend < 0n === divisor < 0n ? quotient : -quotient;
}

export const absolute = (units) => (units < 0n ? -units : units);

export function floored(units) {
  const quotient = units / ONE;
  return units < 0n && quotient * ONE !== units ? quotient - 1n : quotient;
}

export const trimmed = (text) => text.replace(/^[ \t\r\n]+|[ \t\r\n]+$/g, "");

export function readNumber(text) {
  const match = NUMERAL.exec(trimmed(text));
  if (!match || !(match[2] || match[3])) return null;
  return scaled(match[1] === "-", match[2], match[3] ?? "");
}

function scaled(negative, digits, fraction) {
  const places = fraction.padEnd(13, "0");
  const rest = BigInt(places[12]) >= 5n ? 1n : 0n;
  const units = BigInt(digits + places.slice(0, 12)) + rest;
  return num(negative ? -units : units);
}

// A number as JSON gives it; large and small ones come with an exponent.
export function fromDouble(value) {
  if (!Number.isFinite(value)) return null;
  const [digits, exponent] = String(value).split("e");
  if (exponent === undefined) return readNumber(digits);
  const power = Number(exponent);
  if (power > 30) return null;
  if (power < -40) return new Num(0n);
  const [units, fraction = ""] = digits.replace("-", "").split(".");
  const shifted =
    power > 0 ? [units + fraction.padEnd(power, "0"), ""] : ["0", "0".repeat(-power - 1) + units + fraction];
  return scaled(value < 0, ...shifted);
}

export function writeNumber({ units }) {
  const digits = String(absolute(units)).padStart(13, "0");
  const fraction = digits.slice(-12).replace(/0+$/, "");
  return (units < 0n ? "-" : "") + digits.slice(0, -12) + (fraction && `.${fraction}`);
}

// Half away from zero, to so many places.
export function rounded({ units }, places) {
  const digits = 12n - places.units / ONE;
  if (digits <= 0n) return new Num(units);
  const unit = 10n ** (digits < 40n ? digits : 40n);
  return num(divided(units, unit) * unit);
}
