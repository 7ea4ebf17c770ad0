// What a spreadsheet puts on the clipboard, into the cells of a table from the one that has the focus.

// Rows of cells: tabs between cells, quotes around what has tabs, line breaks or quotes in it.
export function cellsOf(text) {
  const rows = [[""]];
  let quoted = false;
  for (let at = 0; at < text.length; at += 1) {
    const sign = text[at];
    const row = rows.at(-1);
    if (quoted && sign === '"' && text[at + 1] === '"') row[row.length - 1] += text[(at += 1)];
    else if (quoted && sign === '"') quoted = false;
    else if (!quoted && sign === '"' && row.at(-1) === "") quoted = true;
    else if (!quoted && sign === "\t") row.push("");
    else if (!quoted && sign === "\n") rows.push([""]);
    else if (quoted || sign !== "\r") row[row.length - 1] += sign;
  }
  if (rows.at(-1).join("") === "") rows.pop();
  return rows;
}

export const textOf = (rows) => rows.map((row) => row.map(quoted).join("\t")).join("\n");

const quoted = (cell) => (/["\t\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell);

// Puts a text into the part of one cell; gives what undoes it, or null when it does not go in there.
export function put(part, text) {
  const wanted = text.trim();
  const boxes = [...part.querySelectorAll("input[type=radio], input[type=checkbox]")];
  if (boxes.length) return tick(boxes, wanted);
  const inputs = [...part.querySelectorAll("input:not([type=hidden]):not([type=file]), select, textarea")];
  if (inputs.length !== 1) return wanted ? null : () => {};
  const [input] = inputs;
  const before = input.value;
  input.value = input.tagName === "SELECT" ? optionFor(input, wanted) : input.type === "date" ? dayIn(wanted) : wanted;
  if (wanted && !input.value) {
    input.value = before;
    return null;
  }
  return () => {
    input.value = before;
  };
}

function tick(boxes, wanted) {
  const before = boxes.map((box) => box.checked);
  const names = boxes[0].type === "radio" ? [wanted] : wanted.split(/[、,，;；]/).map((name) => name.trim());
  const chosen = boxes.map((box) => names.some((name) => name && (name === box.value || name === labelOf(box))));
  if (wanted && chosen.filter(Boolean).length !== names.filter(Boolean).length) return null;
  boxes.forEach((box, place) => (box.checked = chosen[place]));
  return () => boxes.forEach((box, place) => (box.checked = before[place]));
}

const labelOf = (box) => box.labels?.[0]?.textContent.trim() ?? "";

const optionFor = (list, wanted) =>
  [...list.options].find((one) => !one.disabled && [one.value, one.textContent.trim()].includes(wanted))?.value ?? "";

// 2026/1/5, 2026.1.5 and 2026年1月5日 are days too.
function dayIn(text) {
  const found = /^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?$/.exec(text);
  return found ? `${found[1]}-${found[2].padStart(2, "0")}-${found[3].padStart(2, "0")}` : "";
}
