// Keeps what is typed into a form in this browser until it was saved: on a visit there is often
// no line, and a telephone that runs out of memory forgets its pages. Beside it, a sum of marks
// that follows what is typed. The pages work without this script.
(() => {
  "use strict";
  const said = document.querySelector("[data-keeps]");
  const form = said?.closest("form");
  if (!form) return;
  const key = `twoshores:form:${said.dataset.keeps}`;
  const version = form.elements.version;
  const aside = new Set(["csrfmiddlewaretoken", "version"]);
  const typed = () =>
    Object.fromEntries([...new FormData(form)].filter(([name]) => !aside.has(name)));
  const say = (words) => {
    said.textContent = words;
    said.hidden = false;
  };
  const read = () => {
    try {
      return JSON.parse(localStorage.getItem(key));
    } catch {
      return null; // no storage, or not ours: nothing is kept
    }
  };
  const write = (kept) => {
    try {
      if (kept) localStorage.setItem(key, JSON.stringify(kept));
      else localStorage.removeItem(key);
    } catch {
      // full or forbidden: the page still saves as it does without a script
    }
  };
  const keep = () => write({ version: version.value, values: typed() });
  const same = (one, other) =>
    [...new Set([...Object.keys(one), ...Object.keys(other)])].every(
      (name) => (one[name] ?? "") === (other[name] ?? ""),
    );
  const put = (values) => {
    for (const field of form.elements) {
      if (!field.name || aside.has(field.name) || field.type === "submit") continue;
      if (field.type === "radio" || field.type === "checkbox") {
        field.checked = values[field.name] === field.value;
      } else {
        field.value = values[field.name] ?? "";
      }
    }
  };

  const kept = read();
  if ("bound" in said.dataset) keep(); // sent, and something is wrong: it stands on the page
  else if (kept?.values && !same(kept.values, typed())) {
    put(kept.values);
    version.value = kept.version; // what somebody else wrote meanwhile is shown when it is saved
    say(said.dataset.back);
  } else write(null);

  form.addEventListener("input", () => {
    keep();
    if (!navigator.onLine) say(said.dataset.kept);
  });
  window.addEventListener("offline", () => say(said.dataset.kept));
  form.addEventListener("submit", async (event) => {
    if (event.submitter?.name === "draft") return;
    event.preventDefault();
    keep();
    try {
      const response = await fetch(form.getAttribute("action") || location.href, {
        method: "POST",
        body: new FormData(form, event.submitter),
        headers: { Accept: "application/json" },
      });
      if (response.headers.get("Content-Type").startsWith("application/json")) {
        const answer = await response.json();
        write(null);
        location.assign(answer.to);
      } else if (response.redirected) {
        say(said.dataset.kept); // signed out: a page of another kind is no answer
      } else {
        document.open();
        document.write(await response.text());
        document.close();
      }
    } catch {
      say(said.dataset.kept);
    }
  });
})();

(() => {
  "use strict";
  const marks = [...document.querySelectorAll("input[data-criterion]")];
  const shown = document.querySelectorAll("[data-total]");
  if (!marks.length || !shown.length) return;
  const digits = [...shown[0].dataset.digits];
  const write = new Intl.NumberFormat(document.documentElement.lang, {
    numberingSystem: "latn",
    maximumFractionDigits: 2,
  });
  const number = (text) => {
    const plain = text
      .replace(/[\u0660-\u0669]/g, (sign) => sign.charCodeAt(0) - 0x660)
      .replace(/[,\u066b]/, ".")
      .trim();
    return plain === "" ? NaN : Number(plain);
  };
  const count = () => {
    const criteria = new Map();
    for (const field of marks) {
      const { criterion, weight, most } = field.dataset;
      const row = criteria.get(criterion) ?? { weight: +weight, places: 0, sum: 0, blank: 0 };
      const share = number(field.value) / +most;
      row.places += 1;
      if (share >= 0 && share <= 1) row.sum += share;
      else row.blank += 1;
      criteria.set(criterion, row);
    }
    const rows = [...criteria.values()];
    const whole = rows.reduce((sum, row) => sum + row.weight, 0);
    if (!whole) return;
    const points = (part) =>
      (100 * rows.reduce((sum, row) => sum + (row.weight * row[part]) / row.places, 0)) / whole;
    const found = { so_far: points("sum"), open: points("blank") };
    for (const place of shown) {
      place.textContent = write
        .format(found[place.dataset.total])
        .replace(/\d/g, (digit) => digits[digit]);
    }
  };
  document.addEventListener("input", count);
  count();
})();
