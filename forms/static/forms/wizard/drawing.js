// What the rules say, on the page.
import { shown } from "../logic/evaluate.js";
import { narrow } from "../fields/narrowing.js";

// The word "optional" stands where no answer is needed.
export function markOptional(part, isNeeded, word) {
  let mark = part.querySelector(".field__optional");
  const label = part.querySelector(".field__label");
  if (!mark && !isNeeded && label) {
    mark = Object.assign(document.createElement("span"), { className: "field__optional", textContent: word });
    label.append(" ", mark);
  }
  if (mark) mark.hidden = isNeeded;
}

// Only what is on offer; gives the labels of what was chosen and is not any more.
export function offer(part, keys) {
  const gone = [
    ...[...part.querySelectorAll("input:checked")]
      .filter(({ value }) => !keys.has(value))
      .map((box) => box.closest("label")?.textContent ?? box.value),
    ...[...part.querySelectorAll("select option:checked")]
      .filter(({ value }) => value && !keys.has(value))
      .map(({ textContent }) => textContent),
  ];
  narrow(part, keys);
  return gone.map((label) => label.trim());
}

export function showComputed(part, value, node, { words, zone }) {
  const output = part.querySelector("output");
  if (output) output.textContent = inWords(shown(value, zone), node, words);
}

function inWords(value, node, words) {
  if (value === null || value === undefined) return "–";
  if (typeof value === "boolean") return value ? words.yes : words.no;
  const names = new Map((node.choices ?? []).map(({ key, says }) => [key, says]));
  const text = [value].flat().map((one) => names.get(one) ?? asMoment(String(one))).join("、");
  return node.unit ? `${text} ${node.unit}` : text;
}

// A moment to the minute, as the server says it too (forms/fieldtypes/widgets.py).
function asMoment(text) {
  return text.replace(/^(\d{4}-\d\d-\d\d)T(\d\d:\d\d)(:\d\d)?(Z|[+-]\d\d:\d\d)?$/, "$1 $2");
}

// Stays where it is, so that what is said in it is read out.
export function herald(form) {
  const line = Object.assign(document.createElement("p"), { className: "muted" });
  line.setAttribute("role", "status");
  form.append(line);
  return (sentence) => {
    line.textContent = sentence;
  };
}
