// Keeps what is typed into a proposal's answers in this browser, so that a lost line loses
// nothing. When the line is back it is sent; what somebody else wrote meanwhile is shown beside
// it, and a person decides. The page works without this script.
(() => {
  "use strict";
  const form = document.querySelector("form[data-offline]");
  if (!form) return;
  const key = `twoshores:answers:${form.dataset.offline}`;
  const said = form.querySelector("[data-said]");
  const digits = [...form.dataset.digits];
  const group = new Intl.NumberFormat(document.documentElement.lang, { numberingSystem: "latn" });
  const plain = (text) => text.replace(/\r\n?/g, "\n").trim();
  const slots = [...form.querySelectorAll("[data-slot]")].map((box) => {
    const id = box.dataset.slot;
    const area = box.querySelector("textarea");
    return {
      id, box, area,
      version: form.elements[`v${id}`],
      mark: form.elements[`o${id}`],
      count: box.querySelector("[data-count]"),
      stored: plain(area.value), // as it stands on the server, as far as this page knows
      disputed: false,
    };
  });

  const read = () => {
    try {
      return JSON.parse(localStorage.getItem(key)) || {};
    } catch {
      return {}; // no storage, or not ours: nothing is kept
    }
  };
  const write = (kept) => {
    try {
      if (Object.keys(kept).length) localStorage.setItem(key, JSON.stringify(kept));
      else localStorage.removeItem(key);
      return true;
    } catch {
      return false; // full or forbidden: the page still saves as it does without a script
    }
  };
  const say = (...words) => {
    said.textContent = words.join(" ");
    said.hidden = false;
  };
  const keep = () => {
    const kept = {};
    for (const slot of slots) {
      const text = slot.area.value;
      if (plain(text) !== slot.stored || slot.disputed) {
        // While nobody has decided between two texts, none of the versions is what this one is
        // built on: the next time the page is opened, both are shown again.
        const version = slot.disputed ? "" : slot.version.value;
        kept[slot.id] = { text, version, stored: slot.stored };
      }
    }
    return write(kept);
  };
  const tally = (slot) => {
    const n = group.format(plain(slot.area.value).length).replace(/\d/g, (d) => digits[d]);
    const most = group.format(slot.area.dataset.most).replace(/\d/g, (d) => digits[d]);
    slot.count.textContent = form.dataset.count.replace("{n}", n).replace("{most}", most);
  };

  // What somebody else wrote, beside what was typed here.
  const dispute = (slot, theirs) => {
    slot.disputed = true;
    slot.stored = plain(theirs);
    slot.box.querySelector(".theirs")?.remove();
    const beside = document.createElement("div");
    beside.className = "theirs voice";
    const words = document.createElement("p");
    words.textContent = form.dataset.meanwhile;
    const text = document.createElement("p");
    text.className = "wrote text";
    text.dir = "auto";
    text.textContent = theirs;
    const take = document.createElement("button");
    take.type = "button";
    take.className = "act";
    take.textContent = form.dataset.theirs;
    take.addEventListener("click", () => {
      slot.area.value = theirs;
      slot.disputed = false;
      beside.remove();
      tally(slot);
      keep();
    });
    beside.append(words, text, take);
    slot.area.after(beside);
  };

  const settle = (slot, now) => {
    slot.version.value = now.version;
    slot.mark.value = now.mark;
  };
  const arrived = (answer) => {
    for (const slot of slots) {
      const saved = answer.saved?.[slot.id];
      const other = answer.conflicts?.[slot.id];
      if (saved) {
        settle(slot, saved);
        slot.stored = saved.text;
        slot.disputed = false;
        slot.box.querySelector(".theirs")?.remove();
      } else if (other) {
        settle(slot, other);
        dispute(slot, other.theirs);
      }
    }
    keep();
  };

  let sending = false;
  const send = async () => {
    if (sending) return;
    sending = true;
    keep();
    try {
      const response = await fetch(form.action, {
        method: "POST",
        body: new FormData(form),
        headers: { Accept: "application/json" },
      });
      const answer = await response.json(); // a page instead (signed out) is no answer
      if (answer.refused) {
        say(form.dataset.refused, ...answer.refused);
      } else {
        arrived(answer);
        if (Object.keys(answer.conflicts).length) say(form.dataset.meanwhile);
        else say(form.dataset.sent, answer.at);
      }
    } catch {
      say(form.dataset.kept);
    } finally {
      sending = false;
    }
  };

  // What was kept when this page was left.
  let restored = 0;
  const kept = read();
  for (const slot of slots) {
    const mine = kept[slot.id];
    if (!mine || typeof mine.text !== "string" || plain(mine.text) === slot.stored) continue;
    const theirs = slot.area.value;
    slot.area.value = mine.text;
    if (mine.version !== slot.version.value) dispute(slot, theirs);
    restored += 1;
    tally(slot);
  }
  const disputed = () => slots.some((slot) => slot.disputed);
  if (restored) say(disputed() ? form.dataset.meanwhile : form.dataset.back);
  else write({});

  form.addEventListener("input", (event) => {
    const slot = slots.find((one) => one.area === event.target);
    if (slot) tally(slot);
    keep();
    if (!navigator.onLine) say(form.dataset.kept);
  });
  form.addEventListener("submit", (event) => {
    if (event.submitter?.name === "draft") return;
    event.preventDefault();
    send();
  });
  window.addEventListener("offline", () => say(form.dataset.kept));
  window.addEventListener("online", () => {
    if (Object.keys(read()).length && !disputed()) {
      say(form.dataset.sending);
      send();
    }
  });
})();
