// Answers in a scenario: the question is chosen by its label, and answered by a list, boxes or a date, as it is asked.
// The text inputs below keep the key and the answer as they always were. See workflows/admin/questions.py.

const FIELD = /^(scenarios-\d+-value-(?:steps-\d+-value-)?)answers-\d+-value-field$/;
const TASKS = "states-\\d+-value-tasks-\\d+-value-title";
const AS_JSON = "json:";
const known = new Map();
let planned = false;

const store = document.getElementById("scenario-questions");
const { words, forms } = store ? JSON.parse(store.textContent) : {};

const named = (name) => document.getElementsByName(name)[0];

// The form whose questions are answered there: of the report, or of the task that the step finishes.
function formAt(prefix, parts) {
  if (!prefix.includes("-steps-")) return named("opened_by")?.value ?? "";
  const wanted = named(`${prefix}task`)?.value;
  const task = wanted && parts.called(TASKS).find(({ key, title }) => key === wanted || title === wanted);
  return task ? parts.text(`${task.prefix}form`) : "";
}

// As an answer is written when it is no text.
const json = (text) => `${AS_JSON}${text}`;
const plain = (text) => text.replace(/^json:/, "");

function listed(text) {
  try {
    const found = JSON.parse(plain(text));
    return Array.isArray(found) ? found : [];
  } catch {
    return [];
  }
}

function options(select, offered, chosen) {
  select.replaceChildren(new Option(words.choose, ""), ...offered.map(([key, label]) => new Option(label, key)));
  // Whatever stands there stays there until somebody chooses something else.
  if (chosen && !offered.some(([key]) => key === chosen)) select.append(new Option(chosen, chosen));
  select.value = chosen;
}

function list(offered) {
  return (value, tell) => {
    const select = document.createElement("select");
    options(select, offered, value);
    select.addEventListener("change", () => tell(select.value));
    return select;
  };
}

function boxes(offered) {
  return (value, tell) => {
    const group = Object.assign(document.createElement("div"), { className: "scenario-boxes" });
    group.setAttribute("role", "group");
    const chosen = new Set(listed(value));
    for (const key of chosen) if (!offered.some(([one]) => one === key)) offered.push([key, key]);
    for (const [key, text] of offered) {
      const label = document.createElement("label");
      const box = Object.assign(document.createElement("input"), { type: "checkbox", checked: chosen.has(key) });
      box.addEventListener("change", () => {
        chosen[box.checked ? "add" : "delete"](key);
        const found = offered.map(([one]) => one).filter((one) => chosen.has(one));
        tell(found.length ? JSON.stringify(found) : "");
      });
      label.append(box, " ", text);
      group.append(label);
    }
    return group;
  };
}

function typed(type, read, written) {
  return (value, tell) => {
    const input = Object.assign(document.createElement("input"), { type, value: read(value) });
    input.addEventListener("change", () => tell(input.value ? written(input.value) : ""));
    return input;
  };
}

const same = (text) => text;
const CONTROLS = {
  choice: ({ choices }) => list(choices),
  choices: ({ choices }) => boxes([...choices]),
  yes_no: () => list([[json("true"), words.yes], [json("false"), words.no]]),
  date: () => typed("date", same, same),
  integer: () => typed("number", plain, json),
};
// What an input of that kind could not show.
const ODD = { date: (value) => value && !/^\d{4}-\d\d-\d\d$/.test(value), integer: (value) => value && !/^(json:)?-?\d+$/.test(value) };

class Answer {
  constructor(field, prefix) {
    this.field = field;
    this.prefix = prefix;
    this.value = named(field.name.replace(/field$/, "value"));
    this.ids = [field.id, this.value.id];
    this.select = Object.assign(document.createElement("select"), { hidden: true });
    field.after(this.select);
    this.select.addEventListener("change", () => {
      this.put(this.field, this.select.value);
      this.put(this.value, "");
      this.refresh(window.editorParts());
    });
  }

  put(input, text) {
    input.value = text;
    input.dispatchEvent(new Event("change", { bubbles: true }));
  }

  refresh(parts) {
    const form = formAt(this.prefix, parts);
    const questions = forms[form] ?? [];
    if (form !== this.form) this.fill(questions);
    this.form = form;
    if (this.select.value !== this.field.value) this.fill(questions);
    this.show(this.field, this.select, questions.length > 0, this.ids[0]);
    this.ask(questions.find(({ key }) => key === this.field.value));
  }

  fill(questions) {
    this.select.replaceChildren(new Option(words.choose, ""));
    for (const { key, label, step } of questions) {
      let group = [...this.select.children].find((child) => child.tagName === "OPTGROUP" && child.label === step);
      if (!group) this.select.append((group = Object.assign(document.createElement("optgroup"), { label: step })));
      group.append(new Option(label, key));
    }
    const { value } = this.field;
    if (value && !questions.some(({ key }) => key === value)) this.select.append(new Option(value, value));
    this.select.value = value;
  }

  // The input that fits the question, in place of the text.
  ask(question) {
    const kind = question && !ODD[question.kind]?.(this.value.value) ? question.kind : "text";
    const asked = `${this.form}.${question?.key}.${kind}`;
    if (asked === this.asked) return;
    this.asked = asked;
    this.control?.remove();
    this.control = CONTROLS[kind]?.(question)(this.value.value, (text) => this.put(this.value, text));
    if (this.control) {
      this.value.after(this.control);
      const label = document.querySelector(`label[for="${CSS.escape(this.ids[1])}"]`);
      if (label && this.control.getAttribute("role") === "group") this.control.setAttribute("aria-label", label.textContent.trim());
    }
    this.show(this.value, this.control, Boolean(this.control), this.ids[1]);
  }

  // The visible one has the id, so that the label belongs to it.
  show(text, instead, isInstead, id) {
    text.hidden = isInstead;
    if (instead) instead.hidden = !isInstead;
    const [seen, unseen] = isInstead ? [instead, text] : [text, instead];
    unseen?.removeAttribute("id");
    seen.id = id;
  }
}

function plan() {
  if (planned) return;
  planned = true;
  requestAnimationFrame(() => {
    planned = false;
    for (const field of document.querySelectorAll('input[name^="scenarios-"][name$="-value-field"]')) {
      const [, prefix] = field.name.match(FIELD) ?? [];
      if (prefix && !known.has(field)) known.set(field, new Answer(field, prefix));
    }
    const parts = known.size && window.editorParts();
    for (const [field, answer] of known) {
      if (field.isConnected) answer.refresh(parts);
      else known.delete(field);
    }
  });
}

if (store) {
  new MutationObserver(plan).observe(document.querySelector("main"), { childList: true, subtree: true });
  document.addEventListener("change", ({ target }) => /^opened_by$|-(task|form|title|key)$/.test(target.name ?? "") && plan());
  plan();
}
