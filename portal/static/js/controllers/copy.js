import { Controller } from "../../vendor/stimulus/stimulus.js";

// Copies a text; the button is shown only where the browser can.
export default class extends Controller {
  static targets = ["text", "button", "status"];

  buttonTargetConnected(button) {
    button.hidden = !navigator.clipboard;
  }

  async copy() {
    const text = this.textTarget.value ?? this.textTarget.textContent.trim();
    await navigator.clipboard.writeText(text);
    this.statusTarget.textContent = this.statusTarget.dataset.done;
  }
}
