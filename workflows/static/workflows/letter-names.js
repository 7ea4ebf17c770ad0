// Puts a name into the text in which the cursor was last.

const WRITABLE = 'textarea, input[type="text"]';
let last = null;

document.addEventListener("focusin", ({ target }) => {
  if (target.matches(WRITABLE) && /^blocks-\d+-value/.test(target.name)) {
    last = target;
  }
});

document.addEventListener("click", ({ target }) => {
  const button = target.closest("[data-letter-names] [data-put]");
  if (button === null || last === null || !last.isConnected) {
    return;
  }
  last.setRangeText(button.dataset.put, last.selectionStart, last.selectionEnd, "end");
  last.dispatchEvent(new Event("input", { bubbles: true }));
  last.dispatchEvent(new Event("change", { bubbles: true }));
  last.focus();
});
