// Draws the outline of an area with Leaflet and geoman's functions, under our own buttons.
// The text field is the truth: what is drawn is written there as GeoJSON, and the server checks it.
(function () {
  "use strict";
  const holder = document.querySelector("[data-area-map]");
  if (!holder || typeof L === "undefined" || !L.PM) { return; }
  const field = document.getElementById(holder.dataset.field);
  const status = holder.querySelector("[data-area-status]");
  const goal = holder.querySelector("[data-area-place]");
  holder.hidden = false;

  const map = L.map(holder.querySelector("[data-area-canvas]"), { attributionControl: false, minZoom: 6, maxZoom: 19 });
  map.setView([52.1, 5.3], 7);
  if (holder.dataset.tiles) { L.tileLayer(holder.dataset.tiles, { maxZoom: 19 }).addTo(map); }
  L.control.scale({ imperial: false }).addTo(map);
  const style = { color: "#005f6b", weight: 3, fillOpacity: 0.15 };
  const drawn = L.featureGroup().addTo(map);

  function say(word) { status.textContent = status.dataset[word]; }

  function write() {
    field.value = drawn.getLayers().length ? JSON.stringify(drawn.toGeoJSON(7)) : "";
  }

  function take(layer) {
    layer.on("pm:edit", write);
    drawn.addLayer(layer);
  }

  function read() {
    try {
      L.geoJSON(JSON.parse(field.value), { style: style }).eachLayer(take);
      map.fitBounds(drawn.getBounds(), { padding: [24, 24] });
    } catch (error) {
      // No outline yet, or a list of points: the map stays empty.
    }
  }

  function mark() {
    const place = (holder.dataset.place || "").split(",").map(Number);
    if (place.length === 2 && place.every(Number.isFinite)) {
      L.circleMarker(place, { color: "#a3220f", radius: 12, weight: 4, fill: false }).addTo(map);
      if (!drawn.getLayers().length) { map.setView(place, 13); }
    }
  }

  function stopMoving() { drawn.eachLayer((layer) => layer.pm.disable()); }

  const acts = {
    draw() {
      stopMoving();
      map.pm.enableDraw("Polygon", { templineStyle: style, hintlineStyle: style, pathOptions: style, tooltips: false });
      say("drawing");
    },
    move() {
      map.pm.disableDraw();
      const moving = drawn.getLayers().some((layer) => layer.pm.enabled());
      drawn.eachLayer((layer) => (moving ? layer.pm.disable() : layer.pm.enable({ allowSelfIntersection: true })));
      say(moving ? "ready" : "moving");
    },
    go() {
      const found = (goal.value.match(/-?\d+(?:\.\d+)?/g) || []).map(Number);
      const fits = found.length === 2 && Math.abs(found[0]) <= 90 && Math.abs(found[1]) <= 180;
      if (fits) { map.setView(found, 16); }
      status.textContent = fits ? "" : status.dataset.nowhere;
    },
    wipe() {
      map.pm.disableDraw();
      stopMoving();
      drawn.clearLayers();
      write();
      say("wiped");
    },
  };

  goal.addEventListener("keydown", (event) => {
    if (event.key === "Enter") {
      event.preventDefault();  // to that place, not to the server
      acts.go();
    }
  });
  map.on("pm:create", (event) => {
    drawn.clearLayers();
    take(event.layer);
    write();
    say("ready");
  });
  holder.querySelectorAll("button[name]").forEach((button) => {
    button.addEventListener("click", () => acts[button.name]());
  });
  read();
  mark();
})();
