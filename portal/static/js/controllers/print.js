import { Controller } from "../../vendor/stimulus/stimulus.js";

// On a button that starts hidden, because without a script it could do nothing.
export default class extends Controller {
  connect() {
    this.element.hidden = false;
  }

  open() {
    window.print();
  }
}
