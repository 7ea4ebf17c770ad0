import { Controller } from "../../vendor/stimulus/stimulus.js";

// A message that was read can be put away; its button is shown only where it works.
export default class extends Controller {
  static targets = ["button"];

  buttonTargetConnected(button) {
    button.hidden = false;
  }

  away() {
    const next = document.getElementById("main");
    this.element.remove();
    next?.focus({ preventScroll: true });
  }
}
