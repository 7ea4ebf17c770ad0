// What stands in the fields of one part of a form, and what may be put into them.
import { answerIn } from "../fields/reading.js";

const MINUTE = "2026-11-23T08:00".length;

// As the rules understand it. `name` is what its fields are called.
export function answerOf(form, part, { type, key, answers }, name) {
  const answer = answerIn(form, type, name, key, dataWithin(part));
  return answers === "number" && typeof answer === "string" ? answer.normalize("NFKC").trim() : answer;
}

// FormData of a part only: that of a long form takes longer than a keystroke may.
function dataWithin(part) {
  const data = new FormData();
  for (const input of part.querySelectorAll("input, select, textarea")) {
    if (!input.name || input.disabled || input.type === "file" || isOff(input)) continue;
    const values = input.multiple ? [...input.selectedOptions].map(({ value }) => value) : [input.value];
    for (const value of values) data.append(input.name, value);
  }
  return data;
}

const isOff = ({ type, checked }) => (type === "radio" || type === "checkbox") && !checked;

// An answer into the fields of a part; gives whether they could take it.
export function fill(part, name, answer) {
  const wanted = [answer].flat().map((one) => ({ true: "yes", false: "no" })[one] ?? String(one));
  const boxes = [...part.querySelectorAll("input[type=radio], input[type=checkbox]")];
  if (boxes.length) {
    for (const box of boxes) box.checked = wanted.includes(box.value) && !box.disabled;
    return boxes.some((box) => box.checked);
  }
  const input = part.querySelector(`[name="${CSS.escape(name)}"]`);
  if (!input || wanted.length !== 1) return false;
  const before = input.value;
  // Moments come on the portal's clock, which is the one such an input shows, to the minute.
  const text = input.type === "datetime-local" ? wanted[0].slice(0, MINUTE) : wanted[0];
  input.value = text;
  if (input.value === text) return true;
  input.value = before;
  return false;
}
