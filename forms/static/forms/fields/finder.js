import { Controller } from "../../vendor/stimulus/stimulus.js";

// A long list becomes an input that finds: a combobox with a list below it, as the ARIA practices describe. The list
// of the page stays what is sent; without this script it is what people use.
const FEW = 15;
const SHOWN = 30;
let last = 0;

export default class extends Controller {
  static targets = ["list"];
  static values = { none: String, some: String, more: String, hint: String };

  connect() {
    const list = this.listTarget;
    if (list.options.length <= FEW || list.disabled) return;
    last += 1;
    this.name = `finder-${last}`;
    this.build(list);
    this.active = -1;
    this.show();
  }

  disconnect() {
    this.added?.forEach((element) => element.remove());
    this.listTarget.hidden = false;
  }

  build(list) {
    const input = Object.assign(document.createElement("input"), { type: "text", autocomplete: "off", id: list.id });
    const box = Object.assign(document.createElement("ul"), { id: this.name, hidden: true, className: "finder__list" });
    const status = Object.assign(document.createElement("p"), { className: "visually-hidden" });
    const label = list.labels[0];
    if (label && !label.id) label.id = `${this.name}-label`;
    const described = [list.getAttribute("aria-describedby"), `${this.name}-hint`].filter(Boolean).join(" ");
    const hint = Object.assign(document.createElement("p"), {
      id: `${this.name}-hint`, className: "field__hint", textContent: this.hintValue,
    });
    for (const [name, value] of Object.entries({
      role: "combobox", "aria-expanded": "false", "aria-controls": this.name, "aria-autocomplete": "list",
      "aria-describedby": described, "aria-invalid": list.getAttribute("aria-invalid") ?? "false",
    })) input.setAttribute(name, value);
    box.setAttribute("role", "listbox");
    if (label) box.setAttribute("aria-labelledby", label.id);
    status.setAttribute("role", "status");
    // The label now belongs to the input; the list is out of sight and out of reach.
    list.id = `${list.id}-list`;
    list.hidden = true;
    list.after(hint, input, box, status);
    Object.assign(this, { input, box, status, added: [hint, input, box, status] });
    input.addEventListener("input", (event) => this.find(event));
    input.addEventListener("keydown", (event) => this.key(event));
    input.addEventListener("focus", () => input.select());
    input.addEventListener("blur", () => this.leave());
    box.addEventListener("pointerdown", (event) => this.pick(event));
  }

  // What is chosen, as text in the input.
  show() {
    const chosen = this.listTarget.selectedOptions[0];
    this.input.value = chosen?.value ? chosen.textContent.trim() : "";
  }

  find(event) {
    // What is typed is not an answer yet; rules look at the list.
    event.stopPropagation();
    this.open();
  }

  open() {
    const words = this.input.value.normalize("NFKC").toLowerCase().split(/\s+/).filter(Boolean);
    const fitting = [...this.listTarget.options].filter(
      (option) => option.value && !option.disabled && words.every((word) => option.textContent.toLowerCase().includes(word)),
    );
    this.box.replaceChildren(...fitting.slice(0, SHOWN).map((option, place) => this.line(option, place)));
    this.active = -1;
    this.input.removeAttribute("aria-activedescendant");
    this.unfold(fitting.length > 0);
    this.status.textContent = !fitting.length
      ? this.noneValue
      : fitting.length > SHOWN ? this.moreValue : `${fitting.length} ${this.someValue}`;
  }

  line(option, place) {
    const line = Object.assign(document.createElement("li"), { id: `${this.name}-${place}`, textContent: option.textContent });
    line.setAttribute("role", "option");
    line.setAttribute("aria-selected", String(option.selected));
    line.dataset.value = option.value;
    return line;
  }

  unfold(is) {
    this.box.hidden = !is;
    this.input.setAttribute("aria-expanded", String(is));
  }

  key(event) {
    const moves = { ArrowDown: 1, ArrowUp: -1 };
    if (event.key in moves) {
      event.preventDefault();
      if (this.box.hidden) this.open();
      this.go(this.active + moves[event.key]);
    } else if (event.key === "Enter" && !this.box.hidden) {
      event.preventDefault();
      const lines = this.box.children;
      if (lines.length) this.choose(lines[Math.max(this.active, 0)].dataset.value);
    } else if (event.key === "Escape") {
      if (!this.box.hidden) event.preventDefault();
      this.unfold(false);
      this.show();
    }
  }

  go(place) {
    const lines = [...this.box.children];
    if (!lines.length) return;
    this.active = (place + lines.length) % lines.length;
    lines.forEach((line, number) => line.classList.toggle("finder__active", number === this.active));
    lines[this.active].scrollIntoView({ block: "nearest" });
    this.input.setAttribute("aria-activedescendant", lines[this.active].id);
  }

  pick(event) {
    const line = event.target.closest("[role=option]");
    // The input keeps the focus.
    event.preventDefault();
    if (line) this.choose(line.dataset.value);
  }

  choose(value) {
    this.listTarget.value = value;
    this.listTarget.dispatchEvent(new Event("change", { bubbles: true }));
    this.unfold(false);
    this.show();
  }

  // Emptied, nothing is chosen; half typed, what was chosen stays.
  leave() {
    if (!this.input.value.trim() && this.listTarget.value) this.choose("");
    this.unfold(false);
    this.show();
  }
}
