import { Controller } from "../../vendor/stimulus/stimulus.js";

const PRESSES = 3;
const WITHIN_MS = 2000;

// Leaves for a harmless page without staying in this tab's history; three quick presses of Escape do it too.
export default class extends Controller {
  connect() {
    this.presses = [];
    this.onKey = (event) => {
      if (event.key !== "Escape") return;
      this.presses = [...this.presses, event.timeStamp].slice(-PRESSES);
      if (this.presses.length === PRESSES && event.timeStamp - this.presses[0] < WITHIN_MS) this.leave(event);
    };
    document.addEventListener("keydown", this.onKey);
  }

  disconnect() {
    document.removeEventListener("keydown", this.onKey);
  }

  leave(event) {
    event.preventDefault();
    // Hidden at once: on a slow line the other page takes its time.
    document.body.hidden = true;
    document.title = " ";
    window.location.replace(this.element.href);
  }
}
