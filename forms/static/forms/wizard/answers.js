// What stands in the fields of a form, as answers the rules understand.

export const answersOf = (form, items) =>
  Object.fromEntries(
    items
      .map((item) => [item.key, item.kind === "table" ? Object.values(rowsOf(form, item)) : answerOf(form, item, item.key)])
      .filter(([, answer]) => answer !== undefined),
  );

// Rows by their number in the form.
export function rowsOf(form, table) {
  const numbers = new FormData(form).getAll(`${table.key}-rows`);
  return Object.fromEntries(
    numbers.map((number) => [
      number,
      Object.fromEntries(
        (table.columns ?? []).map((column) => [column.key, answerOf(form, column, `${table.key}-${number}-${column.key}`) ?? ""]),
      ),
    ]),
  );
}

function answerOf(form, item, name) {
  const data = new FormData(form);
  if (item.computed || item.kind === "note" || item.kind === "step") return undefined;
  if (item.type === "files" || item.type === "photos") return filesOf(form, item);
  if (item.type === "area") return narrowest(data, name);
  if (item.type === "multiple_choice") return data.getAll(name);
  if (item.type === "yes_no") return { yes: true, no: false }[data.get(name)] ?? "";
  if (item.type === "consent") return data.has(name) || "";
  return data.get(name) ?? "";
}

// Files are sent by themselves; their list shows which there are.
const filesOf = (form, item) =>
  [...form.querySelectorAll(`[data-key="${item.key}"] [data-file]`)].map((line) => line.dataset.file);

// The lists of a place, from the widest to the narrowest; the last one chosen counts.
const narrowest = (data, name) =>
  [1, 2, 3, 4, 5].map((level) => data.get(`${name}_${level}`)).filter(Boolean).pop() ?? "";
