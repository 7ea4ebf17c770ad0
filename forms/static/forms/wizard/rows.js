import { Controller } from "../../vendor/stimulus/stimulus.js";

// Adds and removes rows of a table in place. Without a script the same buttons do it through the server.
export default class extends Controller {
  static targets = ["list", "row", "pattern", "add"];
  static values = { most: Number };

  add(event) {
    event.preventDefault();
    if (this.rowTargets.length >= this.mostValue) return;
    const number = 1 + Math.max(-1, ...this.rowTargets.map((row) => Number(row.dataset.row)));
    const fresh = this.patternTarget.content.cloneNode(true).firstElementChild;
    this.number(fresh, number);
    this.listTarget.append(fresh);
    fresh.focus();
    this.changed();
  }

  remove(event) {
    event.preventDefault();
    event.target.closest("[data-row]").remove();
    (this.hasAddTarget ? this.addTarget : this.element).focus();
    this.changed();
  }

  number(row, number) {
    for (const element of [row, ...row.querySelectorAll("*")]) {
      for (const { name, value } of [...element.attributes]) {
        if (value.includes("__row__")) element.setAttribute(name, value.replaceAll("__row__", number));
      }
    }
    row.querySelector("legend").append(` ${this.rowTargets.length + 1}`);
  }

  changed() {
    if (this.hasAddTarget) this.addTarget.hidden = this.rowTargets.length >= this.mostValue;
    this.element.dispatchEvent(new Event("change", { bubbles: true }));
  }
}
