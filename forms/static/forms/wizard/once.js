import { Controller } from "../../vendor/stimulus/stimulus.js";

// Send only once. The server makes one submission of two clicks anyway; this tells the person that it works on it.
export default class extends Controller {
  static targets = ["status"];

  connect() {
    // Back from the next page the button must work again.
    this.onShow = () => this.release();
    window.addEventListener("pageshow", this.onShow);
  }

  disconnect() {
    window.removeEventListener("pageshow", this.onShow);
  }

  press(event) {
    if (this.pressed) {
      event.preventDefault();
      return;
    }
    this.pressed = true;
    for (const button of this.buttons) button.setAttribute("aria-disabled", "true");
    this.statusTarget.textContent = this.statusTarget.dataset.busy;
  }

  release() {
    this.pressed = false;
    for (const button of this.buttons) button.removeAttribute("aria-disabled");
    this.statusTarget.textContent = "";
  }

  // A form may be sent in more than one way, each with a button of its own.
  get buttons() {
    return this.element.querySelectorAll("button");
  }
}
