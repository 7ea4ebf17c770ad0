import { Controller } from "../../vendor/stimulus/stimulus.js";

// On <details>: Escape and a click elsewhere close it; Escape gives the focus back to its summary.
export default class extends Controller {
  connect() {
    this.onClick = (event) => {
      if (!this.element.contains(event.target)) this.element.open = false;
    };
    this.onKey = (event) => {
      if (event.key !== "Escape" || !this.element.open) return;
      this.element.open = false;
      this.element.querySelector("summary").focus();
    };
    document.addEventListener("click", this.onClick);
    document.addEventListener("keydown", this.onKey);
  }

  disconnect() {
    document.removeEventListener("click", this.onClick);
    document.removeEventListener("keydown", this.onKey);
  }
}
