// Identity numbers (GB 11643) and credit codes (GB 32100), as forms/logic/idnumbers.py and creditcodes.py.
import { readMoment } from "./moments.js";

const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
const ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY";

export const plain = (words) => words.replace(/^ +| +$/g, "").replaceAll("x", "X");

// The day of birth that a valid number tells, else null.
export function bornBy(number, zone) {
  if (!/^[1-9][0-9]{16}[0-9X]$/.test(number) || number.slice(6, 10) < "1850") return null;
  const sum = WEIGHTS.reduce((total, weight, place) => total + weight * Number(number[place]), 0);
  if ("10X98765432"[sum % 11] !== number[17]) return null;
  return readMoment(`${number.slice(6, 10)}-${number.slice(10, 12)}-${number.slice(12, 14)}`, zone);
}

export function isCreditCode(code) {
  if (!/^[0-9A-HJ-NPQRTUWXY]{2}[0-9]{6}[0-9A-HJ-NPQRTUWXY]{10}$/.test(code)) return false;
  let [sum, weight] = [0, 1];
  for (const sign of code.slice(0, 17)) {
    sum += ALPHABET.indexOf(sign) * weight;
    weight = (weight * 3) % 31;
  }
  return ALPHABET[(31 - (sum % 31)) % 31] === code[17];
}
