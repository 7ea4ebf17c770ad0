import { Controller } from "../../vendor/stimulus/stimulus.js";
import { cellsOf, put, textOf } from "./pasting.js";

// Adds and removes rows of a table in place, and takes cells from a spreadsheet. Without a script the same buttons do
// the first two through the server.
export default class extends Controller {
  static targets = ["list", "row", "pattern", "add", "status", "rest", "kept", "undo"];
  static values = { most: Number, filled: String, beyond: String, unfit: String };

  connect() {
    this.onPaste = (event) => this.paste(event);
    this.element.addEventListener("paste", this.onPaste);
  }

  disconnect() {
    this.element.removeEventListener("paste", this.onPaste);
  }

  add(event) {
    event.preventDefault();
    const fresh = this.append();
    if (!fresh) return;
    fresh.focus();
    this.changed();
  }

  remove(event) {
    event.preventDefault();
    event.target.closest("[data-row]").remove();
    (this.hasAddTarget ? this.addTarget : this.element).focus();
    this.changed();
  }

  // One row more, or null when there are as many as there may be.
  append() {
    const rows = this.rowTargets;
    if (rows.length >= this.mostValue) return null;
    const number = 1 + Math.max(-1, ...rows.map((row) => Number(row.dataset.row)));
    const fresh = this.patternTarget.content.cloneNode(true).firstElementChild;
    this.number(fresh, number, rows.length + 1);
    this.listTarget.append(fresh);
    return fresh;
  }

  number(row, number, place) {
    for (const element of [row, ...row.querySelectorAll("*")]) {
      for (const { name, value } of [...element.attributes]) {
        if (value.includes("__row__")) element.setAttribute(name, value.replaceAll("__row__", number));
      }
    }
    row.querySelector("legend").append(` ${place}`);
  }

  // One cell is pasted as everywhere else.
  paste(event) {
    const text = event.clipboardData?.getData("text/plain") ?? "";
    const cells = cellsOf(text);
    const part = event.target.closest("[data-row] [data-key]");
    if (!part || (cells.length < 2 && (cells[0]?.length ?? 0) < 2)) return;
    event.preventDefault();
    this.take(cells, part);
  }

  take(cells, part) {
    const first = part.closest("[data-row]");
    const column = partsOf(first).indexOf(part);
    const rows = this.rowTargets.slice(this.rowTargets.indexOf(first));
    const fresh = [];
    const undo = [];
    const unfit = [];
    let filled = 0;
    let taken = 0;
    for (const wanted of cells) {
      const row = rows[taken] ?? this.append();
      if (!row) break;
      if (!rows[taken]) fresh.push(row);
      const parts = partsOf(row).slice(column);
      const left = wanted.filter((cell, place) => {
        const undone = parts[place] ? put(parts[place], cell) : cell.trim() ? null : () => {};
        if (undone) undo.push(undone);
        filled += undone && cell.trim() ? 1 : 0;
        return !undone;
      });
      if (left.length) unfit.push(left);
      taken += 1;
    }
    this.undone = () => {
      undo.reverse().forEach((back) => back());
      fresh.forEach((row) => row.remove());
    };
    this.say(filled, unfit, cells.slice(taken));
    this.changed();
  }

  // What did not go in stays on the page, to be copied from there.
  say(filled, unfit, beyond) {
    const count = unfit.reduce((sum, row) => sum + row.length, 0);
    const sentences = [
      this.filledValue.replace("{count}", filled),
      count ? this.unfitValue.replace("{count}", count) : "",
      beyond.length ? this.beyondValue.replace("{count}", beyond.length).replace("{most}", this.mostValue) : "",
    ];
    this.statusTarget.textContent = sentences.filter(Boolean).join(" ");
    this.restTarget.hidden = !count && !beyond.length;
    this.keptTarget.value = textOf([...unfit, ...beyond]);
    this.undoTarget.hidden = false;
  }

  undo(event) {
    event.preventDefault();
    this.undone?.();
    this.undone = null;
    this.undoTarget.hidden = true;
    this.restTarget.hidden = true;
    this.statusTarget.textContent = "";
    this.element.querySelector("input, select, textarea")?.focus();
    this.changed();
  }

  changed() {
    if (this.hasAddTarget) this.addTarget.hidden = this.rowTargets.length >= this.mostValue;
    this.element.dispatchEvent(new Event("change", { bubbles: true }));
  }
}

const partsOf = (row) => [...row.querySelectorAll("[data-key]")].filter((part) => part.querySelector("input, select, textarea"));
