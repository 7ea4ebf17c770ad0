import { Controller } from "../../vendor/stimulus/stimulus.js";

// The summary of errors takes the focus, so that it is read out and seen first.
export default class extends Controller {
  connect() {
    this.element.focus();
  }
}
