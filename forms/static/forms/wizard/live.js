import { evaluate, holds, OnlyServer, Scope, shown } from "../logic/evaluate.js";
import { Controller } from "../../vendor/stimulus/stimulus.js";
import { answersOf, rowsOf } from "./answers.js";

// Shows, hides and computes while somebody answers. Only a hint: the server looks at everything again.
export default class extends Controller {
  static targets = ["part", "row", "computed", "seen"];

  connect() {
    this.rules = JSON.parse(document.getElementById("wizard-rules").textContent);
    this.refresh();
  }

  // In a preview nothing is sent.
  stay(event) {
    event.preventDefault();
  }

  refresh() {
    const items = this.rules.items;
    const answers = { ...this.rules.answers, ...answersOf(this.element, items) };
    // A part that goes may take others with it: as often as there are parts is enough.
    for (let round = 0; round < items.length; round += 1) {
      if (!this.pass(items, answers)) break;
    }
    for (const item of items) {
      if (item.kind === "table") this.rowsOf(item, answers);
    }
    this.seenTarget.value = this.partTargets.filter((part) => !part.hidden).map((part) => part.dataset.key).join(" ");
  }

  // One look at every part; whether anything changed.
  pass(items, answers) {
    let changed = false;
    for (const item of items) {
      const part = this.part(item.key);
      if (!part) continue;
      const hidden = !this.isShown(item, { answers }) || (item.within && this.part(item.within)?.hidden);
      changed ||= part.hidden !== hidden;
      part.hidden = hidden;
      if (hidden) delete answers[item.key];
      if (item.computed && !hidden) this.compute(item, answers);
      this.mark(part, item, { answers });
    }
    return changed;
  }

  rowsOf(table, answers) {
    const rows = rowsOf(this.element, table);
    for (const element of this.rowTargets.filter((row) => row.dataset.table === table.key)) {
      const row = rows[element.dataset.row] ?? {};
      for (const column of table.columns ?? []) {
        const part = element.querySelector(`[data-key="${column.key}"]`);
        if (!part) continue;
        part.hidden = !this.isShown(column, { answers, row });
        this.mark(part, column, { answers, row });
      }
    }
  }

  isShown(item, where) {
    return !item.shown_when || this.tried(() => holds(item.shown_when.tree, this.seen(where)), true);
  }

  // The word "optional" goes while an answer is needed.
  mark(part, item, where) {
    const word = part.querySelector(".field__optional");
    if (!word || !item.required_when) return;
    word.hidden = this.tried(() => holds(item.required_when.tree, this.seen(where)), false);
  }

  compute(item, answers) {
    const scope = this.seen({ answers });
    const value = this.tried(() => shown(evaluate(item.computed.tree, scope), scope.zone), undefined);
    if (value === undefined) return;
    answers[item.key] = value;
    const output = this.computedTargets.find((one) => one.dataset.key === item.key);
    if (output) output.textContent = value === null ? "–" : [value].flat().join(", ");
  }

  tried(compute, otherwise) {
    try {
      return compute();
    } catch (error) {
      if (error instanceof OnlyServer) return otherwise;
      throw error;
    }
  }

  seen(where) {
    return new Scope({ ...where, now: this.rules.now, zone: this.rules.zone, context: this.rules.context });
  }

  part(key) {
    return this.partTargets.find((part) => part.dataset.key === key && !part.closest("[data-row]"));
  }
}
