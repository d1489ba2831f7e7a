// Drawing an area on the base map, by mouse, by finger or by keyboard. What is drawn is written
// into the boxes of the form, and what is typed there is drawn: the form is all that is sent, and
// it works by itself. Pictures come from our own origin alone.
const L = window.L;
const box = document.getElementById("map");
if (L && box) {
  begin(box);
}

function begin(box) {
  const form = box.closest("form");
  const corners = form.elements.corners;
  const centre = form.elements.centre;
  const radius = form.elements.radius;
  const kinds = [...form.elements.kind];
  const said = document.getElementById("map-said");
  const [west, south, east, north] = box.dataset.bounds.split(",").map(Number);
  const bounds = L.latLngBounds([south, west], [north, east]);

  // Leaflet empties pictures that it lets go of with one from a "data:" address, which the page's
  // policy keeps out.
  L.TileLayer.include({
    _abortLoading() {
      for (const [key, kept] of Object.entries(this._tiles)) {
        if (kept.coords.z !== this._tileZoom) {
          kept.el.onload = kept.el.onerror = () => {};
          if (!kept.el.complete) {
            kept.el.remove();
            delete this._tiles[key];
          }
        }
      }
    },
  });

  form.querySelectorAll("[data-with-script]").forEach((one) => one.removeAttribute("hidden"));
  form.querySelectorAll("[data-without-script]").forEach((one) => one.remove());

  const map = L.map(box, {
    maxBounds: bounds.pad(0.2),
    maxBoundsViscosity: 1,
    zoomSnap: 0.5,
    keyboard: false,
    attributionControl: false,
    zoomControl: true,
    doubleClickZoom: false,
    zoomAnimation: false,
    fadeAnimation: false,
    markerZoomAnimation: false,
  });
  box.tabIndex = 0;
  if (box.dataset.tiles) {
    const [lowest, highest] = box.dataset.zooms.split(",").map(Number);
    L.tileLayer(box.dataset.tiles, { bounds, minZoom: lowest, maxZoom: highest }).addTo(map);
  } else {
    L.imageOverlay(box.dataset.picture, bounds, { alt: "" }).addTo(map);
  }
  map.fitBounds(bounds);
  map.setMinZoom(map.getZoom());

  const drawn = L.layerGroup().addTo(map);
  const look = { className: "portal-map__zone", interactive: false };

  const isCircle = () => kinds.some((one) => one.checked && one.value === "circle");
  const place = (text) => {
    const found = /^\s*(-?\d+(?:\.\d+)?)[\s,;]+(-?\d+(?:\.\d+)?)\s*$/.exec(text);
    return found ? L.latLng(Number(found[1]), Number(found[2])) : null;
  };
  const written = (at) => `${at.lat.toFixed(6)}, ${at.lng.toFixed(6)}`;
  const outline = () => corners.value.split("\n").map(place).filter(Boolean);
  const metres = (one, other) => Math.round(map.distance(one, other)).toLocaleString("en-GB");
  const say = (text) => {
    said.textContent = text;
  };

  function draw() {
    drawn.clearLayers();
    if (isCircle()) {
      const at = place(centre.value);
      const long = Number(radius.value.replace(/,/g, ""));
      if (at && long > 0) {
        L.circle(at, { radius: long, ...look }).addTo(drawn);
      }
      if (at) {
        corner(at, "", (moved) => {
          centre.value = written(moved);
        });
      }
      return;
    }
    const places = outline();
    if (places.length > 1) {
      const shape = places.length > 2 ? L.polygon(places, look) : L.polyline(places, look);
      shape.addTo(drawn);
    }
    places.forEach((at, index) =>
      corner(at, String(index + 1), (moved) => {
        places[index] = moved;
        corners.value = places.map(written).join("\n");
      }),
    );
  }

  function corner(at, name, moved) {
    const icon = L.divIcon({ className: "portal-map__corner", iconSize: [26, 26], html: name });
    const marker = L.marker(at, { icon, draggable: true, keyboard: false });
    marker.on("dragend", () => {
      moved(marker.getLatLng());
      draw();
    });
    marker.addTo(drawn);
  }

  function put(at) {
    if (isCircle()) {
      const middle = place(centre.value);
      if (!middle || radius.value.trim()) {
        centre.value = written(at);
        radius.value = "";
        say("The centre is set. Now set a place on the edge of the circle.");
      } else {
        radius.value = String(Math.max(1, Math.round(map.distance(middle, at))));
        say(`The radius is ${radius.value} metres.`);
      }
    } else {
      const places = outline();
      const before = places.at(-1);
      places.push(at);
      corners.value = places.map(written).join("\n");
      const far = before ? ` It is ${metres(before, at)} metres from corner ${places.length - 1}.` : "";
      say(`Corner ${places.length} is set at ${written(at)}.${far}`);
    }
    draw();
  }

  function takeBack() {
    if (isCircle()) {
      (radius.value.trim() ? radius : centre).value = "";
      say("Taken back.");
    } else {
      const places = outline().slice(0, -1);
      corners.value = places.map(written).join("\n");
      say(`Taken back. The outline has ${places.length} ${places.length === 1 ? "corner" : "corners"}.`);
    }
    draw();
  }

  function startAgain() {
    corners.value = centre.value = radius.value = "";
    say("Nothing is drawn.");
    draw();
  }

  const steps = { ArrowUp: [0, -1], ArrowDown: [0, 1], ArrowLeft: [-1, 0], ArrowRight: [1, 0] };
  box.addEventListener("keydown", (event) => {
    const step = steps[event.key];
    if (event.target !== box || event.altKey || event.ctrlKey || event.metaKey) {
      return;
    }
    if (step) {
      const far = event.shiftKey ? 5 : 30;
      map.panBy([step[0] * far, step[1] * far], { animate: false });
    } else if (event.key === "Enter" || event.key === " ") {
      put(map.getCenter());
    } else if (event.key === "Backspace" || event.key === "Delete") {
      takeBack();
    } else if (event.key === "+" || event.key === "=") {
      map.zoomIn();
    } else if (event.key === "-") {
      map.zoomOut();
    } else {
      return;
    }
    event.preventDefault();
  });

  map.on("click", (event) => put(event.latlng));
  [corners, centre, radius].forEach((one) => one.addEventListener("input", draw));
  kinds.forEach((one) => one.addEventListener("change", draw));
  form.querySelector("[data-put]").addEventListener("click", () => put(map.getCenter()));
  form.querySelector("[data-take-back]").addEventListener("click", takeBack);
  form.querySelector("[data-start-again]").addEventListener("click", startAgain);

  draw();
  const there = isCircle() ? [place(centre.value)].filter(Boolean) : outline();
  if (there.length) {
    map.fitBounds(L.latLngBounds(there).pad(0.6), { animate: false });
  }
  box.dataset.ready = "yes";
}
