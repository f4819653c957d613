// A draft that could not be sent is sent again: every ten seconds, and once the line is back.
// Nothing is kept in the browser: others may use the same telephone.
(() => {
  const unsent = new Map(); // button -> timer
  const send = (button) => {
    clearTimeout(unsent.get(button));
    unsent.set(button, 0);
    if (button.isConnected) htmx.trigger(button, "click");
  };
  const isDraft = (event) => event.target.matches("[data-unsent]");
  document.addEventListener("htmx:sendError", (event) => {
    if (!isDraft(event)) return;
    const button = event.target;
    button.parentElement.querySelector(".meta").textContent = button.dataset.unsent;
    clearTimeout(unsent.get(button));
    unsent.set(button, setTimeout(send, 10000, button));
  });
  document.addEventListener("htmx:afterRequest", (event) => {
    if (isDraft(event) && event.detail.successful) unsent.delete(event.target);
  });
  document.addEventListener("submit", () => unsent.clear());
  addEventListener("online", () => [...unsent.keys()].forEach(send));
  addEventListener("beforeunload", (event) => {
    if (unsent.size) event.preventDefault();
  });
})();
