/* Keys, pointers, wheel and buttons of the picture. */
const ZOOM_STEP = 1.6;
const DRAG_SLACK = 4;

/** Zoom by key or button stays around the selected item where it is in sight, else around the middle. */
function zoomAroundSelection(picture, factor) {
  const { view, scale, selection } = picture;
  const edges = [scale.edges[selection.index], scale.edges[selection.index + 1]];
  const centre = (Math.max(view.from, edges[0]) + Math.min(view.to, edges[1])) / 2;
  const fraction = (centre - view.from) / view.length;
  view.zoom(factor, fraction >= 0 && fraction <= 1 ? fraction : 0.5);
  picture.redraw();
}

function panPicture(picture, fraction) {
  picture.view.pan(fraction);
  picture.redraw();
}

function showAll(picture) {
  picture.view.all();
  picture.redraw();
}

function bindKeys(picture, showInTable) {
  const { element, selection } = picture;
  const step = by => selection.set(selection.index + by, 'keys');
  const actions = {
    ArrowLeft: event => (event.shiftKey ? panPicture(picture, -0.25) : step(-1)),
    ArrowRight: event => (event.shiftKey ? panPicture(picture, 0.25) : step(1)),
    PageUp: () => panPicture(picture, -0.9),
    PageDown: () => panPicture(picture, 0.9),
    Home: () => selection.set(0, 'keys'),
    End: () => selection.set(selection.items.length - 1, 'keys'),
    '+': () => zoomAroundSelection(picture, ZOOM_STEP),
    '=': () => zoomAroundSelection(picture, ZOOM_STEP),
    '-': () => zoomAroundSelection(picture, 1 / ZOOM_STEP),
    0: () => showAll(picture),
    Enter: () => showInTable(selection.item),
  };
  element.addEventListener('keydown', event => {
    const action = actions[event.key];
    if (action && !event.ctrlKey && !event.metaKey && !event.altKey) {
      event.preventDefault();
      action(event);
    }
  });
  element.addEventListener('focus', () => {
    if (selection.index < 0) {
      selection.set(0, 'keys');
    }
  });
}

function bindButtons(picture) {
  const press = (id, action) => document.getElementById(id).addEventListener('click', action);
  press('zoom-in', () => zoomAroundSelection(picture, ZOOM_STEP));
  press('zoom-out', () => zoomAroundSelection(picture, 1 / ZOOM_STEP));
  press('zoom-all', () => showAll(picture));
  press('pan-left', () => panPicture(picture, -0.25));
  press('pan-right', () => panPicture(picture, 0.25));
  const scale = document.getElementById('scale');
  scale.addEventListener('change', () => picture.lengths(scale.value));
}

/** An unfocused picture leaves the plain wheel to the page: who scrolls past it must not be caught by it. */
function bindWheel(picture) {
  const { element } = picture;
  element.addEventListener('wheel', event => {
    const focused = document.activeElement === element;
    if (!focused && !event.ctrlKey) {
      return;
    }
    event.preventDefault();
    const box = element.getBoundingClientRect();
    if (event.shiftKey || Math.abs(event.deltaX) > Math.abs(event.deltaY)) {
      panPicture(picture, (event.deltaX || event.deltaY) / box.width);
    } else {
      const lines = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? event.deltaY * 30 : event.deltaY;
      picture.view.zoom(Math.exp(-lines / 300), (event.clientX - box.left) / box.width);
      picture.redraw();
    }
  }, { passive: false });
}

/** One pointer drags or, unmoved, selects; two pinch. What a hovering mouse is over is selected too. */
function bindPointers(picture) {
  const { element, selection, view } = picture;
  const down = new Map();
  let moved = false;
  const fractionOf = x => {
    const box = element.getBoundingClientRect();
    return (x - box.left) / box.width;
  };
  const itemAt = x => picture.scale.itemAt(view.from + fractionOf(x) * view.length);
  element.addEventListener('pointerdown', event => {
    down.set(event.pointerId, event.clientX);
    element.setPointerCapture(event.pointerId);
    moved = false;
  });
  element.addEventListener('pointermove', event => {
    const before = down.get(event.pointerId);
    if (before === undefined) {
      if (event.pointerType === 'mouse') {
        selection.set(itemAt(event.clientX), 'pointer');
      }
      return;
    }
    if (!moved && Math.abs(event.clientX - before) < DRAG_SLACK) {
      return;
    }
    moved = true;
    element.classList.add('dragged');
    const other = [...down].find(([id]) => id !== event.pointerId);
    if (other) {
      const apart = Math.max(8, Math.abs(event.clientX - other[1]));
      view.zoom(apart / Math.max(8, Math.abs(before - other[1])), fractionOf((event.clientX + other[1]) / 2));
      picture.redraw();
    } else {
      panPicture(picture, fractionOf(before) - fractionOf(event.clientX));
    }
    down.set(event.pointerId, event.clientX);
  });
  const up = event => {
    if (down.delete(event.pointerId) && !moved && event.type === 'pointerup') {
      selection.set(itemAt(event.clientX), 'pointer');
    }
    element.classList.toggle('dragged', moved && down.size > 0);
  };
  element.addEventListener('pointerup', up);
  element.addEventListener('pointercancel', up);
  element.addEventListener('dblclick', event => {
    view.frame(itemAt(event.clientX));
    picture.redraw();
  });
}
