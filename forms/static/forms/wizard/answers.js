// What stands in the fields of a form, as answers the rules understand.
import { answerIn } from "../fields/reading.js";

export function answersOf(form, items) {
  const data = new FormData(form);
  const answers = items.map((item) => [
    item.key,
    item.kind === "table" ? Object.values(rowsOf(form, item, data)) : answerOf(form, item, item.key, data),
  ]);
  return Object.fromEntries(answers.filter(([, answer]) => answer !== undefined));
}

// Rows by their number in the form.
export function rowsOf(form, table, data = new FormData(form)) {
  const numbers = data.getAll(`${table.key}-rows`);
  return Object.fromEntries(
    numbers.map((number) => [
      number,
      Object.fromEntries(
        (table.columns ?? []).map((column) => [column.key, answerOf(form, column, `${table.key}-${number}-${column.key}`, data) ?? ""]),
      ),
    ]),
  );
}

function answerOf(form, item, name, data) {
  if (item.computed || item.kind !== "field") return undefined;
  return answerIn(form, item.type, name, item.key, data);
}
