// The live map of a document: zoom, pan, layers, a slider over the periods, and the chain of what is chosen.
// Plain script, no library, nothing from the network. Data: the JSON beside it (made by dossier/brief/live.py);
// coordinates are whole metres on paper, x to the right, y downwards.
"use strict";
(function () {
  const SVG = "http://www.w3.org/2000/svg";
  const CLOSEST = 40;
  const STEP = 1.4;

  document.querySelectorAll(".live").forEach(function (place) {
    const data = JSON.parse(place.querySelector("script[type='application/json']").textContent);
    new LiveMap(place, data);
  });

  function LiveMap(place, data) {
    const words = data.words;
    const palette = data.palette;
    const state = { period: data.periods.length - 1, chosen: null, view: whole() };
    const layers = {};
    const markers = [];
    const objects = new Map();

    const stage = html("div", { class: "stage" });
    const board = html("div", { class: "board" });
    const drawing = svg("svg", {
      class: "live-drawing", tabindex: "0", role: "group", "aria-label": words.map, preserveAspectRatio: "xMidYMid meet",
    });
    const side = html("div", { class: "side", tabindex: "0", role: "region", "aria-live": "polite", "aria-label": words.panel });
    const controls = html("div", { class: "controls" });
    const key = html("div", { class: "key" });
    const scale = html("div", { class: "scale", "aria-hidden": "true" });
    board.append(drawing, tools(), scale);
    stage.append(board, side, controls, key);
    place.prepend(stage);
    place.classList.add("works");
    ["sea", "land_around", "border", "river", "road", "expressway", "ring", "vacant", "flow", "land", "ink", "muted"].forEach((name) => stage.style.setProperty("--" + name, palette[name]));

    drawLayers();
    fillControls();
    fillKey();
    listenTo(drawing);
    clearPanel();
    showPeriod();
    showView();
    new ResizeObserver(showView).observe(drawing);

    // ---- drawing

    function drawLayers() {
      // What lies beyond the sheet is not known to be water.
      const sheet = svg("rect", { class: data.sea ? "sheet sea" : "sheet", width: data.width, height: data.height });
      layer("ground").append(sheet, ...data.ground.map((one) => shape(one.rings, { class: "ground" })));
      layer("districts").append(...data.districts.map(district));
      layer("rivers").append(...data.rivers.flatMap((one) => one.lines.map((line) => path(line, { class: "river" }))));
      layer("roads").append(...data.roads.map(road));
      layer("flows");
      layer("parks").append(...data.parks.map((one) => facility(one, "park")));
      layer("sites").append(...data.sites.map((one) => facility(one, "site")));
      layer("names").append(...data.districts.map((one) => name(middleOf(one), one.name)));
    }

    function layer(id) {
      layers[id] = svg("g", { class: "layer-" + id });
      drawing.append(layers[id]);
      return layers[id];
    }

    function district(one) {
      const node = one.rings.length ? shape(one.rings, { class: "district" }) : svg("circle", { cx: one.x, cy: one.y, r: 900, class: "district" });
      return object(node, "places:" + one.id, one.name, one);
    }

    function road(one) {
      return path(one.line, { class: "road " + (one.class || ""), "data-opens": one.opens === null ? "" : String(one.opens) });
    }

    function facility(one, kind) {
      const node = sign(one.mark);
      if (kind === "site" || one.opened.length) node.append(label(one.name));
      markers.push({ node: node, x: one.x, y: one.y });
      return object(node, one.id, one.name, one);
    }

    // One sign for each mark (figures/marks.py); what opens later looks like a candidate until its period.
    function sign(mark) {
      const node = svg("g", { class: "sign " + mark });
      node.append(svg("circle", { r: 7, class: "reach" }));
      if (mark === "candidate" || mark === "opened") node.append(svg("rect", { x: -3.6, y: -3.6, width: 7.2, height: 7.2 }));
      if (mark === "left-out") node.append(svg("path", { d: "M-3.2-3.2L3.2 3.2M-3.2 3.2L3.2-3.2" }));
      if (mark !== "candidate" && mark !== "left-out") node.append(svg("circle", { r: { opened: 6, vacant: 4.6, outside: 4.2, full: 2 }[mark] }));
      return node;
    }

    function label(words_of) {
      const node = svg("text", { x: 8, y: 4, class: "label" });
      node.textContent = words_of;
      return node;
    }

    function middleOf(one) {
      return one.middle || [one.x, one.y];
    }

    function name(spot, words_of) {
      const node = svg("text", { class: "name", "text-anchor": "middle" });
      node.textContent = words_of;
      markers.push({ node: node, x: spot[0], y: spot[1] });
      return node;
    }

    function object(node, id, title, source) {
      node.setAttribute("data-object", id);
      node.setAttribute("tabindex", "0");
      node.setAttribute("role", "button");
      node.setAttribute("aria-label", title);
      const hint = svg("title", {});
      hint.textContent = title;
      node.append(hint);
      objects.set(id, { node: node, title: title, source: source });
      return node;
    }

    // ---- the period

    function showPeriod() {
      const period = data.periods[state.period];
      data.districts.forEach((one) => { objects.get("places:" + one.id).node.style.fill = shadeOf(one.demand_ha[period]); });
      layers.roads.childNodes.forEach(function (node) {
        const opens = node.getAttribute("data-opens");
        node.classList.toggle("not-yet", opens === "" || Number(opens) > state.period);
      });
      data.parks.concat(data.sites).forEach(function (one) {
        const open = one.opened.filter((opening) => data.periods.indexOf(opening.period) <= state.period);
        const node = objects.get(one.id).node;
        node.classList.toggle("open", open.length > 0);
        if (one.opened.length) node.style.setProperty("--opens", palette.periods[one.opened[0].period]);
        node.setAttribute("data-open", open.length > 0 ? "yes" : "no");
        if (open.length > 0 && document.activeElement !== node) node.parentNode.append(node);
      });
      showFlows(period);
      thinLabels();
    }

    function shadeOf(ha) {
      if (ha === undefined) return data.key.unknown.colour;
      const rounded = Math.round(ha * 1000) / 1000;
      const found = data.key.classes.find((one) => rounded > 0 && rounded <= one.high);
      return (found || data.key.zero).colour;
    }

    function showFlows(period) {
      const shown = data.flows.filter((one) => one.period === period && one.line);
      const most = Math.max(1e-9, ...shown.map((one) => one.ha));
      layers.flows.replaceChildren(
        ...shown.map(function (one) {
          const mine = state.chosen === "places:" + one.from || state.chosen === one.to;
          const tone = state.chosen === null ? "" : mine ? " mine" : " other";
          const node = path(one.line, { class: "flow" + tone, "data-ha": one.ha });
          node.style.strokeWidth = (0.4 + 5 * Math.sqrt(one.ha / most)).toFixed(2) + "px";
          return node;
        }),
      );
    }

    // ---- the panel

    function choose(id) {
      if (state.chosen !== null && objects.has(state.chosen)) objects.get(state.chosen).node.classList.remove("chosen");
      state.chosen = id;
      objects.get(id).node.classList.add("chosen");
      showFlows(data.periods[state.period]);
      thinLabels();
      place.querySelector("select").value = id;
      fillPanel(data.panels[id], objects.get(id).title);
    }

    function clearPanel() {
      const hint = html("p", {});
      hint.textContent = words.hint;
      side.replaceChildren(hint);
    }

    function fillPanel(panel, title) {
      const head = html("h3", {});
      head.textContent = title;
      side.replaceChildren(head);
      if (!panel) return;
      const facts = html("dl", {});
      panel.facts.forEach(function (fact) {
        facts.append(filled("dt", fact[0]), filled("dd", fact[1]));
      });
      side.append(facts);
      panel.sentences.forEach((sentence) => side.append(filled("p", sentence)));
      panel.tables.forEach((one) => side.append(table(one)));
    }

    function table(one) {
      const node = html("table", {});
      node.append(filled("caption", one.caption));
      const head = html("tr", {});
      one.head.forEach((cell, at) => head.append(filled("th", cell, at ? "num" : "txt")));
      const top = html("thead", {});
      top.append(head);
      const body = html("tbody", {});
      one.rows.forEach(function (row) {
        const line = html("tr", {});
        row.forEach((cell, at) => line.append(filled(at ? "td" : "th", cell, at ? "num" : "txt")));
        body.append(line);
      });
      node.append(top, body);
      return node;
    }

    // ---- controls

    function tools() {
      const box = html("div", { class: "tools" });
      [
        ["+", words.zoom_in, () => zoom(1 / STEP)],
        ["−", words.zoom_out, () => zoom(STEP)],
        ["⌂", words.whole, () => { state.view = whole(); showView(); }],
      ].forEach(function (tool) {
        const button = html("button", { type: "button", "aria-label": tool[1], title: tool[1] });
        button.textContent = tool[0];
        button.addEventListener("click", tool[2]);
        box.append(button);
      });
      return box;
    }

    function fillControls() {
      const slider = html("input", { type: "range", min: "0", max: String(data.periods.length - 1), step: "1", value: String(state.period), "aria-label": words.period });
      const told = html("output", {});
      const move = function () {
        state.period = Number(slider.value);
        told.textContent = data.periods[state.period];
        slider.setAttribute("aria-valuetext", data.periods[state.period]);
        showPeriod();
      };
      slider.addEventListener("input", move);
      const sliding = html("label", {});
      sliding.append(words.period + " ", slider, " ", told);
      told.textContent = data.periods[state.period];
      slider.setAttribute("aria-valuetext", data.periods[state.period]);
      controls.append(sliding, finder());
      words.layers.forEach(function (one) {
        const box = html("input", { type: "checkbox", "data-layer": one[0] });
        box.checked = true;
        box.addEventListener("change", () => { layers[one[0]].style.display = box.checked ? "" : "none"; });
        const line = html("label", {});
        line.append(box, " " + one[1]);
        controls.append(line);
      });
    }

    // ---- the legend

    function fillKey() {
      const opening = new Set(data.parks.concat(data.sites).filter((one) => one.opened.length).map((one) => one.opened[0].period));
      keyRow(words.opens_in, data.periods.filter((period) => opening.has(period)).map((period) => [signSample("opened open", palette.periods[period]), period]));
      keyRow("", data.key.marks.map((one) => [signSample(one[0]), one[1]]));
      keyRow(words.demand, data.key.classes.concat(data.key.zero, data.key.unknown).filter((one) => one.words !== null).map((one) => [swatch(one.colour), one.words]));
      keyRow("", data.key.lines.map((one) => [lineSample(one[0]), one[1]]));
      key.append(filled("small", data.credit, "credit"));
    }

    function keyRow(title, entries) {
      if (!entries.length) return;
      const row = html("div", {});
      if (title) row.append(filled("b", title));
      entries.forEach(function (one) {
        const entry = html("span", {});
        entry.append(one[0], one[1]);
        row.append(entry);
      });
      key.append(row);
    }

    function signSample(marks, tone) {
      const node = svg("svg", { viewBox: "-8 -8 16 16", width: 16, height: 16, "aria-hidden": "true" });
      const drawn = sign(marks.split(" ")[0]);
      drawn.setAttribute("class", "sign " + marks);
      if (tone) drawn.style.setProperty("--opens", tone);
      node.append(drawn);
      return node;
    }

    function lineSample(kind) {
      const node = svg("svg", { viewBox: "0 0 26 10", width: 26, height: 10, "aria-hidden": "true" });
      const plain = kind === "river" || kind === "flow";
      node.append(svg("path", { d: "M0 5H26", class: "line " + (plain ? kind : "road " + kind) }));
      return node;
    }

    function finder() {
      const list = html("select", { "aria-label": words.find });
      list.append(new Option(words.find, ""));
      [[words.group_sites, "sites:"], [words.group_parks, "parks:"], [words.group_places, "places:"]].forEach(function (group) {
        const box = html("optgroup", { label: group[0] });
        [...objects].filter((one) => one[0].startsWith(group[1])).forEach((one) => box.append(new Option(one[1].title, one[0])));
        if (box.children.length) list.append(box);
      });
      list.addEventListener("change", function () {
        if (!list.value) return;
        choose(list.value);
        bringIn(objects.get(list.value).source);
      });
      return list;
    }

    // ---- the view

    function whole() {
      return { x: 0, y: 0, width: data.width, height: data.height };
    }

    function zoom(factor, at) {
      const view = state.view;
      const spot = at || { x: view.x + view.width / 2, y: view.y + view.height / 2 };
      const width = Math.min(data.width * 1.5, Math.max(data.width / CLOSEST, view.width * factor));
      const by = width / view.width;
      state.view = { x: spot.x - (spot.x - view.x) * by, y: spot.y - (spot.y - view.y) * by, width: width, height: view.height * by };
      showView();
    }

    function pan(dx, dy) {
      state.view.x += dx;
      state.view.y += dy;
      showView();
    }

    // What was found by name comes into sight, if it is not there already.
    function bringIn(one) {
      const view = state.view;
      const seen = one.x > view.x && one.x < view.x + view.width && one.y > view.y && one.y < view.y + view.height;
      if (!seen) pan(one.x - view.x - view.width / 2, one.y - view.y - view.height / 2);
    }

    function unit() {
      const box = drawing.getBoundingClientRect();
      return Math.max(state.view.width / (box.width || 1), state.view.height / (box.height || 1));
    }

    function showView() {
      const view = state.view;
      drawing.setAttribute("viewBox", [view.x, view.y, view.width, view.height].map(Math.round).join(" "));
      const size = unit();
      const grown = markerSize();
      markers.forEach(function (one) {
        one.node.setAttribute("transform", "translate(" + one.x + " " + one.y + ") scale(" + (size * grown).toFixed(2) + ")");
      });
      drawing.classList.toggle("far", data.width / view.width < 1.9);
      showScale(size);
      thinLabels();
    }

    // A label that would lie on one shown before it waits until the map is nearer; the chosen object comes first.
    function thinLabels() {
      const size = unit();
      const grown = markerSize();
      const taken = [];
      const open = data.sites.concat(data.parks).filter((one) => objects.get(one.id).node.classList.contains("open"));
      open.sort((one, other) => (other.id === state.chosen) - (one.id === state.chosen));
      const labels = open.map((one) => ({ node: objects.get(one.id).node.querySelector(".label"), one: one, spot: [one.x, one.y], left: 8, letter: 5.4 }));
      data.districts.forEach((one, at) => labels.push({ node: layers.names.childNodes[at], one: one, spot: middleOf(one), left: -one.name.length * 2.4, letter: 4.8 }));
      labels.forEach(function (label) {
        if (!label.node) return;
        const x = label.spot[0] / size + label.left * grown;
        const y = label.spot[1] / size;
        const width = label.one.name.length * label.letter * grown;
        const free = taken.every((box) => x > box.x + box.width || x + width < box.x || Math.abs(y - box.y) > 11 * grown);
        label.node.classList.toggle("waits", !free);
        if (free) taken.push({ x: x, y: y, width: width });
      });
    }

    function markerSize() {
      return Math.min(1.8, Math.max(0.75, Math.sqrt(data.width / state.view.width)));
    }

    function showScale(size) {
      const room = size * 110;
      const step = Math.pow(10, Math.floor(Math.log10(room)));
      const metres = [5, 2, 1].map((many) => many * step).find((many) => many <= room);
      scale.style.width = (metres / size).toFixed(0) + "px";
      scale.textContent = metres >= 1000 ? metres / 1000 + " km" : metres + " m";
    }

    function spotOf(event) {
      const box = drawing.getBoundingClientRect();
      const size = unit();
      const view = state.view;
      return {
        x: view.x + view.width / 2 + (event.clientX - box.left - box.width / 2) * size,
        y: view.y + view.height / 2 + (event.clientY - box.top - box.height / 2) * size,
      };
    }

    // ---- mouse, touch, keyboard

    function listenTo(node) {
      let from = null;
      let moved = 0;
      node.addEventListener("wheel", function (event) {
        event.preventDefault();
        zoom(event.deltaY > 0 ? STEP : 1 / STEP, spotOf(event));
      }, { passive: false });
      node.addEventListener("pointerdown", function (event) {
        from = { x: event.clientX, y: event.clientY };
        moved = 0;
      });
      node.addEventListener("pointermove", function (event) {
        if (from === null || event.buttons === 0) return;
        const size = unit();
        pan((from.x - event.clientX) * size, (from.y - event.clientY) * size);
        moved += Math.abs(from.x - event.clientX) + Math.abs(from.y - event.clientY);
        from = { x: event.clientX, y: event.clientY };
      });
      node.addEventListener("pointerup", () => { from = null; });
      node.addEventListener("click", function (event) {
        const found = event.target.closest("[data-object]");
        if (found && moved < 6) choose(found.getAttribute("data-object"));
        moved = 0;
      });
      node.addEventListener("keydown", function (event) {
        const found = event.target.closest("[data-object]");
        if (found && (event.key === "Enter" || event.key === " ")) {
          event.preventDefault();
          choose(found.getAttribute("data-object"));
          return;
        }
        const far = state.view.width / 8;
        const moves = { ArrowLeft: [-far, 0], ArrowRight: [far, 0], ArrowUp: [0, -far], ArrowDown: [0, far] };
        if (moves[event.key]) pan(...moves[event.key]);
        else if (event.key === "+" || event.key === "=") zoom(1 / STEP);
        else if (event.key === "-") zoom(STEP);
        else if (event.key === "0") { state.view = whole(); showView(); }
        else return;
        event.preventDefault();
      });
    }

    // ---- small makers

    function swatch(tone) {
      const node = html("i", { class: "swatch" });
      node.style.background = tone;
      return node;
    }

    function html(tag, attributes) {
      const node = document.createElement(tag);
      Object.entries(attributes).forEach((pair) => node.setAttribute(pair[0], pair[1]));
      return node;
    }

    function filled(tag, words_of, kind) {
      const node = html(tag, kind ? { class: kind } : {});
      node.textContent = words_of;
      return node;
    }

    function svg(tag, attributes) {
      const node = document.createElementNS(SVG, tag);
      Object.entries(attributes).forEach((pair) => node.setAttribute(pair[0], pair[1]));
      return node;
    }

    function path(line, attributes) {
      return svg("path", Object.assign({ d: "M" + line.map((spot) => spot.join(" ")).join("L") }, attributes));
    }

    function shape(rings, attributes) {
      const d = rings.map((ring) => "M" + ring.map((spot) => spot.join(" ")).join("L") + "Z").join("");
      return svg("path", Object.assign({ d: d, "fill-rule": "evenodd" }, attributes));
    }
  }
})();
