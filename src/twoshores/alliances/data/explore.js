/* Dragging and zooming in the picture of the network; asked for by a link, and only then.

   The drawing holds its ties as a few long paths. Their ends are the middles of marks, and that
   is how each is found again: no more is sent for exploring than is drawn. */
(() => {
  const box = document.querySelector("[data-explore]");
  const svg = box && box.querySelector("svg");
  if (!svg) return;

  const whole = svg.getAttribute("viewBox").split(" ").map(Number);
  let view = whole.slice();
  const marks = [...svg.querySelector(".dots").children];
  const names = [...svg.querySelector(".names").children];
  const nodes = marks.map((mark, i) => {
    const [x, y] = middle(mark);
    return { mark, name: names[i], x, y, dx: 0, dy: 0, ties: [] };
  });
  const at = new Map(nodes.map((node) => [`${node.x} ${node.y}`, node]));
  const paths = [...svg.querySelectorAll(".ties path")].map((path) => ({ path, ties: [] }));
  for (const kind of paths) {
    for (const [, a, b] of kind.path.getAttribute("d").matchAll(/M(\S+ \S+)L(\S+ [^M]+)/g)) {
      const tie = { kind, one: at.get(a), two: at.get(b) };
      if (!tie.one || !tie.two) continue;
      kind.ties.push(tie);
      tie.one.ties.push(tie);
      tie.two.ties.push(tie);
    }
  }
  const lit = document.createElementNS(svg.namespaceURI, "path");
  lit.setAttribute("class", "lit");
  svg.querySelector(".ties").append(lit);

  function middle(mark) {
    if (mark.tagName === "circle") return [+mark.getAttribute("cx"), +mark.getAttribute("cy")];
    const [, x, y, size] = mark.getAttribute("d").match(/^M(\d+) (-?\d+)l(\d+)/);
    return [+x, +y + +size];
  }
  const line = (tie) =>
    `M${tie.one.x + tie.one.dx} ${tie.one.y + tie.one.dy}L${tie.two.x + tie.two.dx} ${tie.two.y + tie.two.dy}`;
  const nodeOf = (target) => {
    const name = target.closest && target.closest(".names > *");
    const found = name ? names.indexOf(name) : marks.indexOf(target);
    return found < 0 ? null : nodes[found];
  };
  const light = (node) => lit.setAttribute("d", node ? node.ties.map(line).join("") : "");

  /* The window on the drawing has the shape of the box; a side that is wider than the drawing
     holds it in its middle. */
  const shape = () => svg.clientHeight / svg.clientWidth;
  const most = () => Math.max(whole[2], whole[3] / shape());
  const within = (value, size, window) =>
    window >= size ? (size - window) / 2 : Math.min(Math.max(value, 0), size - window);
  function show([x, y, width]) {
    const wide = Math.min(most(), Math.max(160, width));
    const tall = wide * shape();
    view = [within(x, whole[2], wide), within(y, whole[3], tall), wide, tall];
    svg.setAttribute("viewBox", view.join(" "));
  }
  /* Where a place on the screen is in the drawing. */
  function place(x, y) {
    const point = new DOMPoint(x, y).matrixTransform(svg.getScreenCTM().inverse());
    return [point.x, point.y];
  }
  function zoom(times, x, y) {
    const wide = Math.min(most(), Math.max(160, view[2] / times));
    const share = wide / view[2];
    show([x - (x - view[0]) * share, y - (y - view[1]) * share, wide]);
  }
  const zoomMiddle = (times) => zoom(times, view[0] + view[2] / 2, view[1] + view[3] / 2);

  const fingers = new Map();
  let held = null;
  let moved = false;
  let apart = 0;
  svg.addEventListener("pointerdown", (event) => {
    if (event.button) return;
    fingers.set(event.pointerId, [event.clientX, event.clientY]);
    if (fingers.size === 1) {
      held = nodeOf(event.target);
      moved = false;
    }
    apart = 0;
  });
  svg.addEventListener("pointermove", (event) => {
    const before = fingers.get(event.pointerId);
    if (!before) return light(nodeOf(event.target));
    const now = [event.clientX, event.clientY];
    if (!moved && Math.hypot(now[0] - before[0], now[1] - before[1]) < 4) return;
    moved = true;
    if (!svg.hasPointerCapture(event.pointerId)) svg.setPointerCapture(event.pointerId);
    fingers.set(event.pointerId, now);
    if (fingers.size === 2) {
      const [[ax, ay], [bx, by]] = fingers.values();
      const distance = Math.hypot(ax - bx, ay - by);
      if (apart) zoom(distance / apart, ...place((ax + bx) / 2, (ay + by) / 2));
      apart = distance;
      return;
    }
    const [ax, ay] = place(...before);
    const [bx, by] = place(...now);
    if (!held) return show([view[0] - (bx - ax), view[1] - (by - ay), view[2]]);
    held.dx += bx - ax;
    held.dy += by - ay;
    for (const part of [held.mark, held.name]) {
      part.setAttribute("transform", `translate(${held.dx} ${held.dy})`);
    }
    for (const kind of new Set(held.ties.map((tie) => tie.kind))) {
      kind.path.setAttribute("d", kind.ties.map(line).join(""));
    }
    light(held);
  });
  for (const end of ["pointerup", "pointercancel"]) {
    svg.addEventListener(end, (event) => {
      fingers.delete(event.pointerId);
      apart = 0;
    });
  }
  svg.addEventListener("click", (event) => moved && event.preventDefault(), true);
  svg.addEventListener("dragstart", (event) => event.preventDefault());
  svg.addEventListener("focusin", (event) => light(nodeOf(event.target)));
  svg.addEventListener(
    "wheel",
    (event) => {
      event.preventDefault();
      zoom(event.deltaY < 0 ? 1.25 : 0.8, ...place(event.clientX, event.clientY));
    },
    { passive: false },
  );

  const step = (x, y) => () => show([view[0] + (x * view[2]) / 5, view[1] + (y * view[3]) / 5, view[2]]);
  const does = {
    in: () => zoomMiddle(1.5),
    out: () => zoomMiddle(1 / 1.5),
    left: step(-1, 0),
    right: step(1, 0),
    up: step(0, -1),
    down: step(0, 1),
    all: () => show([0, 0, most()]),
  };
  const buttons = box.querySelector("[data-buttons]");
  for (const button of buttons.querySelectorAll("button")) {
    button.addEventListener("click", does[button.value]);
  }
  buttons.hidden = false;
  box.classList.add("live");
  /* Begin where reading begins, as large as it was drawn. */
  const start = getComputedStyle(svg).direction === "rtl" ? whole[2] : 0;
  show([start, 0, Math.min(most(), svg.clientWidth)]);
})();
