"use strict";
// Draws what frontend/point_maps/encoding.py wrote. Cells of users become text nodes, never HTML.
const pointMap = (() => {
  // Zoom levels from which the names of 동 are written, those of 구 are large, and dots are.
  const DONG_FROM = 13;
  const GU_LARGE_FROM = 11;
  const DOTS_LARGE_FROM = 14;
  const discs = []; // [layer, latitude, longitude, diameter] of all circles with a count
  let map, options, kept, moved;

  // --- what the reader did, kept until the window is closed: a filter loads the page anew ---

  const storageKey = () => `point map ${options.view}`;

  function recall() {
    try {
      return JSON.parse(sessionStorage.getItem(storageKey())) || {};
    } catch {
      return {};
    }
  }

  function keep(change) {
    kept = { ...kept, ...change };
    try {
      sessionStorage.setItem(storageKey(), JSON.stringify(kept));
    } catch {
      // A browser that keeps nothing shows the whole map each time.
    }
  }

  function fit(bounds) {
    map.fitBounds(bounds, { padding: [28, 28], maxZoom: 16, animate: false });
  }

  function followReader() {
    const container = map.getContainer();
    for (const event of ["pointerdown", "wheel", "keydown"]) {
      container.addEventListener(event, () => { moved = true; }, { capture: true, passive: true });
    }
    map.on("moveend", () => {
      if (moved) keep({ centre: [map.getCenter().lat, map.getCenter().lng], zoom: map.getZoom() });
    });
    map.on("resize", () => { if (!moved) fit(options.most); });
    map.on("overlayadd overlayremove", (event) => {
      keep({ layers: { ...kept.layers, [event.name]: event.type === "overlayadd" } });
    });
  }

  // --- the frame ---

  function frame(drawnOn, given) {
    map = drawnOn;
    options = given;
    kept = recall();
    document.documentElement.lang = "ko";
    document.title = options.title;
    const container = map.getContainer();
    container.setAttribute("role", "region");
    container.setAttribute("aria-label", options.title);
    map.setMaxZoom(options.closest);
    map.setMinZoom(7);
    map.attributionControl.setPrefix("Leaflet");
    L.control.zoom({ zoomInTitle: "확대", zoomOutTitle: "축소" }).addTo(map);
    wholeButton().addTo(map);
    L.control.scale({ imperial: false }).addTo(map);
    map.on("popupopen", ({ popup }) => {
      popup.getElement().querySelector(".leaflet-popup-close-button")?.setAttribute("aria-label", "닫기");
    });
    moved = Boolean(kept.centre);
    if (moved) map.setView(kept.centre, kept.zoom, { animate: false });
    else fit(options.most);
    followReader();
    for (const [pane, height] of [["names", 450], ["discs", 560], ["wide names", 590]]) {
      map.createPane(pane).style.zIndex = height;
      if (pane !== "discs") map.getPane(pane).style.pointerEvents = "none";
    }
    setTimeout(names); // once the layers are there
  }

  function wholeButton() {
    const control = L.control({ position: "topleft" });
    control.onAdd = () => {
      const bar = L.DomUtil.create("div", "leaflet-bar");
      const button = L.DomUtil.create("a", "whole", bar);
      button.href = "#";
      button.title = "전체 보기";
      button.textContent = "⤢";
      button.setAttribute("role", "button");
      button.setAttribute("aria-label", "전체 보기");
      L.DomEvent.disableClickPropagation(bar);
      L.DomEvent.on(button, "click", (event) => {
        L.DomEvent.preventDefault(event);
        fit(options.all);
      });
      return bar;
    };
    return control;
  }

  // --- names of places, where no tiles tell them ---

  function names() {
    const group = L.layerGroup();
    const places = options.names.map(([name, latitude, longitude, wide]) => ({
      at: L.latLng(latitude, longitude), wide, width: name.length * (wide ? 15 : 11), height: wide ? 18 : 14, name,
    }));
    places.sort((one, other) => other.wide - one.wide);
    const place = () => {
      group.clearLayers();
      const taken = discs
        .filter(([layer]) => map.hasLayer(layer))
        .map(([, latitude, longitude, diameter]) => box(L.latLng(latitude, longitude), diameter, diameter, 0));
      for (const each of places) {
        if (!each.wide && map.getZoom() < DONG_FROM) continue;
        const under = each.wide ? 0 : lowered(each);
        const wanted = box(each.at, each.width, each.height, under);
        if (!each.wide && taken.some((other) => overlap(wanted, other))) continue;
        taken.push(wanted);
        nameMarker(each, under).addTo(group);
      }
    };
    place();
    map.on("zoomend overlayadd overlayremove", place);
    group.addTo(map);
    map.eachLayer((layer) => {
      if (layer instanceof L.TileLayer) layer.once("tileload", () => group.remove());
    });
  }

  function lowered({ at, height }) {
    const disc = discs.find(([layer, lat, lng]) => lat === at.lat && lng === at.lng && map.hasLayer(layer));
    return disc ? disc[3] / 2 + height / 2 + 2 : 0;
  }

  function box(at, width, height, under) {
    const centre = map.project(at, map.getZoom());
    return [centre.x - width / 2, centre.y + under - height / 2, centre.x + width / 2, centre.y + under + height / 2];
  }

  const overlap = (one, other) =>
    one[0] < other[2] && other[0] < one[2] && one[1] < other[3] && other[1] < one[3];

  function nameMarker({ at, wide, width, height, name }, under) {
    const text = document.createElement("span");
    text.textContent = name;
    const icon = L.divIcon({
      className: `place${wide ? " wide" : ""}${map.getZoom() < GU_LARGE_FROM ? " far" : ""}`, html: text, iconSize: [width + 10, height],
      iconAnchor: [width / 2 + 5, height / 2 - under],
    });
    return L.marker(at, { icon, interactive: false, keyboard: false, pane: wide ? "wide names" : "names" });
  }

  // --- layers ---

  function layer(data) {
    const drawn = { clusters, dots, heat, circles, areas }[data.kind](data);
    if (data.below || data.kind === "areas") drawn.on("add", () => drawn.bringToBack());
    if (kept.layers?.[data.key] ?? data.shown) drawn.addTo(map);
    return drawn;
  }

  const points = (data, make) =>
    data.latitude.map((latitude, row) => {
      const point = make([latitude, data.longitude[row]], row);
      point.row = row;
      return point;
    });

  const dot = (data) => (at) => L.circleMarker(at, {
    radius: 5.5, weight: 1, color: css("--background"), fillColor: data.colour, fillOpacity: 0.9,
  });

  function clusters(data) {
    const group = L.markerClusterGroup({
      maxClusterRadius: 60,
      showCoverageOnHover: false,
      spiderLegPolylineOptions: { color: css("--muted"), weight: 1.5 },
      iconCreateFunction: (cluster) => clusterIcon(cluster.getChildCount(), data),
    });
    group.addLayers(points(data, dot(data)));
    group.on("clusterkeypress", (event) => {
      if (event.originalEvent.key === "Enter") event.layer.fire("click", {}, true);
    });
    return withPopups(group, data);
  }

  function clusterIcon(count, data) {
    const size = 30 + 6 * Math.min(String(count).length - 1, 4);
    const text = document.createElement("span");
    text.textContent = count.toLocaleString("ko-KR");
    const icon = L.divIcon({ className: "cluster", html: text, iconSize: [size, size] });
    return coloured(icon, data);
  }

  // A divIcon in the colour of its layer.
  function coloured(icon, data) {
    const create = icon.createIcon.bind(icon);
    icon.createIcon = (old) => {
      const element = create(old);
      Object.assign(element.style, { backgroundColor: data.colour, borderColor: data.colour, color: data.ink });
      return element;
    };
    return icon;
  }

  function dots(data) {
    const group = withPopups(L.featureGroup(points(data, dot(data))), data);
    const size = () => {
      const radius = map.getZoom() < DOTS_LARGE_FROM ? 3.5 : 5.5;
      group.eachLayer((point) => point.setRadius(radius));
    };
    size();
    map.on("zoomend", size);
    return group;
  }

  const heat = (data) => L.heatLayer(
    data.latitude.map((latitude, row) => [latitude, data.longitude[row]]),
    { radius: 16, blur: 14, minOpacity: 0.25, gradient: data.gradient },
  );

  function circles(data) {
    const group = L.featureGroup(points(data, (at, row) => disc(at, data.count[row], data.diameter[row], data)));
    data.latitude.forEach((latitude, row) => {
      discs.push([group, latitude, data.longitude[row], data.diameter[row]]);
    });
    group.eachLayer((each) => each.bindTooltip(() => facts(data, each.row), { direction: "top" }));
    return withPopups(group, data);
  }

  function disc(at, count, diameter, data) {
    const text = document.createElement("span");
    const written = count.toLocaleString("ko-KR");
    if (diameter >= 8 + 7 * written.length) text.textContent = written;
    const icon = L.divIcon({ className: "disc", html: text, iconSize: [diameter, diameter] });
    // Small ones stand on large ones.
    return L.marker(at, { icon: coloured(icon, data), pane: "discs", keyboard: false, zIndexOffset: -100 * Math.round(diameter) });
  }

  const areas = (data) => withPopups(L.featureGroup(points(data, (at, row) => L.circle(at, {
    radius: data.metres[row], weight: 1.5, color: data.colour, fillColor: data.colour, fillOpacity: 0.08,
  }))), data);

  // --- popups ---

  function withPopups(group, data) {
    if (!data.popups.length) return group;
    return group.on("click", ({ layer: point, latlng }) => {
      if (point?.row === undefined) return;
      const at = data.kind === "areas" ? latlng : point.getLatLng();
      L.popup({ maxWidth: 280, maxHeight: 300 }).setLatLng(at).setContent(facts(data, point.row)).openOn(map);
    });
  }

  function facts(data, row) {
    const list = document.createElement("dl");
    list.className = "facts";
    for (const { label, texts, codes } of data.popups) {
      if (codes[row] < 0) continue;
      list.append(element("dt", label), element("dd", texts[codes[row]]));
    }
    return list;
  }

  function element(kind, text) {
    const made = document.createElement(kind);
    made.textContent = text;
    return made;
  }

  const css = (name) => getComputedStyle(document.documentElement).getPropertyValue(name);

  return { frame, layer };
})();
