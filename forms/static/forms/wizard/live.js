import { Elsewhere, evaluate, holds, OnlyServer, Scope, shown } from "../logic/evaluate.js";
import { Controller } from "../../vendor/stimulus/stimulus.js";
import { answersOf, rowsOf } from "./answers.js";

// Shows, hides and computes while somebody answers. Only a hint: the server looks at everything again.
export default class extends Controller {
  static targets = ["part", "row", "computed", "seen"];

  connect() {
    this.rules = JSON.parse(document.getElementById("wizard-rules").textContent);
    this.drawn = new Map(this.partTargets.map((part) => [part, !part.hidden]));
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
      const hidden = !this.isShown(item, { answers }, part) || (item.within && this.part(item.within)?.hidden);
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
        part.hidden = !this.isShown(column, { answers, row, position: this.positionOf(element) }, part);
        this.mark(part, column, { answers, row, position: this.positionOf(element) });
      }
    }
  }

  // What the script cannot work out holds nobody up; what hangs on values it never gets stays as it was drawn.
  isShown(item, where, part) {
    const drawn = this.drawn.get(part) ?? true;
    return !item.shown_when || this.tried(() => holds(item.shown_when.tree, this.seen(where)), true, drawn);
  }

  // The number of a row in its table, from 1.
  positionOf(row) {
    return this.rowTargets.filter((other) => other.dataset.table === row.dataset.table).indexOf(row) + 1;
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

  tried(compute, otherwise, drawn = otherwise) {
    try {
      return compute();
    } catch (error) {
      if (error instanceof Elsewhere) return drawn;
      if (error instanceof OnlyServer) return otherwise;
      throw error;
    }
  }

  seen(where) {
    const { now, zone, elsewhere } = this.rules;
    return new Scope({ position: null, ...where, now, zone, elsewhere });
  }

  part(key) {
    return this.partTargets.find((part) => part.dataset.key === key && !part.closest("[data-row]"));
  }
}
