// The sentences of checks that fail, beside the field that somebody has just left.
let last = 0;

// Is there before anything is said in it, or else nothing is read out.
export function prepare(part) {
  const field = part.querySelector(".field");
  if (!field || regionOf(field)) return;
  last += 1;
  const region = Object.assign(document.createElement("div"), { id: `complaint-${last}` });
  region.dataset.complaints = "";
  region.setAttribute("aria-live", "polite");
  const above = [...field.querySelectorAll(":scope > .field__label, :scope > .field__hint, :scope > [id$=_error]")].pop();
  if (above) above.after(region);
  else field.prepend(region);
}

export function complain(part, sentences) {
  const field = part.querySelector(".field");
  const region = field && regionOf(field);
  if (!region) return;
  const said = new Set([...field.querySelectorAll("[id$=_error] .field__error")].map((one) => one.textContent.trim()));
  const fresh = sentences.filter((sentence) => !said.has(sentence));
  region.replaceChildren(...fresh.map(line));
  mark(field, region.id, fresh.length > 0, said.size > 0);
}

function line(sentence) {
  return Object.assign(document.createElement("p"), { className: "field__error", textContent: sentence });
}

function mark(field, id, isWrong, wasWrong) {
  field.classList.toggle("field--invalid", isWrong || wasWrong);
  for (const input of field.querySelectorAll("input:not([type=hidden]), select, textarea")) {
    const described = new Set((input.getAttribute("aria-describedby") ?? "").split(" ").filter(Boolean));
    if (isWrong) described.add(id);
    else described.delete(id);
    if (described.size) input.setAttribute("aria-describedby", [...described].join(" "));
    else input.removeAttribute("aria-describedby");
    if (isWrong || wasWrong) input.setAttribute("aria-invalid", "true");
    else input.removeAttribute("aria-invalid");
  }
}

const regionOf = (field) => field.querySelector(":scope > [data-complaints]");
