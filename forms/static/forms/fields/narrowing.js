// Leaves of a field's options those that are on offer now; one that goes is no longer chosen. `keys` are a Set.
export function narrow(field, keys) {
  for (const list of field.querySelectorAll("select")) narrowList(list, keys);
  for (const box of field.querySelectorAll("input[type=radio], input[type=checkbox]")) narrowBox(box, keys);
}

function narrowList(list, keys) {
  for (const option of list.options) {
    if (!option.value) continue;
    option.hidden = option.disabled = !keys.has(option.value);
    if (option.disabled && option.selected) {
      list.value = "";
      list.dispatchEvent(new Event("change", { bubbles: true }));
    }
  }
}

function narrowBox(box, keys) {
  const gone = !keys.has(box.value);
  const label = box.closest("label");
  if (label) label.hidden = gone;
  box.disabled = gone;
  if (gone && box.checked) {
    box.checked = false;
    box.dispatchEvent(new Event("change", { bubbles: true }));
  }
}
