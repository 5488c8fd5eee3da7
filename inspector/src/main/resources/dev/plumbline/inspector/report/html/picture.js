/* The picture: an SVG that is drawn anew for each view. It holds what is in sight and not more, a few boxes a pixel column at most. */
const WINDOW_LANE = 19;
const PAPER_WIDTH = 1040;

class Picture {
  constructor(element, overview, windows, selection) {
    this.element = element;
    this.selection = selection;
    this.windows = windows.filter(window => window.chosen).map(window => ({ ...window, end: window.start + window.units }));
    this.kind = 'root';
    this.width = Math.max(280, element.clientWidth);
    this.scale = new BrokenScale(selection.items, this.kind, this.width);
    this.view = new View(this.scale);
    this.lanes = this.#windowLanes();
    this.overview = new Overview(overview, this);
    this.pending = false;
    this.printing = false;
    selection.onChange((item, source) => {
      if (source !== 'pointer') {
        this.view.reveal(selection.index);
      }
      this.redraw();
    });
    new ResizeObserver(() => this.resize()).observe(element);
  }

  get height() {
    return LANE.top + LANE.height + 8 + this.lanes * WINDOW_LANE;
  }

  resize() {
    const width = Math.max(280, this.element.clientWidth);
    if (width !== this.width && !this.printing) {
      this.width = width;
      this.#rescale();
    }
  }

  /** Paper has a width of its own, and is drawn for at once: no frame comes between the event and the print. */
  print(on) {
    this.printing = on;
    this.width = on ? PAPER_WIDTH : Math.max(280, this.element.clientWidth);
    this.#rescale();
    this.draw();
  }

  lengths(kind) {
    this.kind = kind;
    this.#rescale();
  }

  #rescale() {
    const centre = this.scale.itemAt((this.view.from + this.view.to) / 2);
    this.scale = new BrokenScale(this.selection.items, this.kind, this.width);
    this.view.rescale(this.scale, this.selection.index >= 0 ? this.selection.index : centre);
    this.overview.draw();
    this.redraw();
  }

  /** Overlapping windows go below each other. */
  #windowLanes() {
    const ends = [];
    for (const window of this.windows) {
      let lane = ends.findIndex(end => end <= window.start);
      lane = lane < 0 ? ends.length : lane;
      ends[lane] = window.end;
      window.lane = lane;
    }
    return ends.length;
  }

  /** Many events of one frame cost one drawing. */
  redraw() {
    if (!this.pending) {
      this.pending = true;
      requestAnimationFrame(() => {
        this.pending = false;
        this.draw();
      });
    }
  }

  draw() {
    const { scale, view, width } = this;
    const svg = svgElement('svg', { viewBox: `0 0 ${width} ${this.height}`, 'aria-hidden': 'true' });
    const boxes = boxesInView(scale, view, width);
    const layers = new Layers();
    for (const box of boxes) {
      const content = contentOf(scale.items, box);
      if (content) {
        drawBlock(layers, content, box);
      } else {
        drawGap(layers, box, scale.broken[box.first]);
      }
    }
    layers.drawInto(svg);
    for (const box of boxes.filter(({ first, last, width: wide }) => first === last && wide >= 15)) {
      const item = scale.items[box.first];
      if (item.row) {
        labelBlock(svg, item.row, box, width);
      } else {
        labelGap(svg, item, box);
      }
    }
    this.#addresses(svg, boxes);
    this.#windowBrackets(svg);
    this.#selected(svg);
    this.element.replaceChildren(svg);
    this.overview.moved();
  }

  /** An address where blocks begin, as far apart as they stay legible; behind a break it comes first. */
  #addresses(svg, boxes) {
    const free = [];
    const place = box => {
      const text = addressText(this.scale.items[box.first].start);
      const x = Math.max(0, box.x);
      const span = [x, x + text.length * 6.7 + 8];
      if (box.x >= 0 && span[1] <= this.width && free.every(([a, b]) => span[1] <= a || span[0] >= b)) {
        free.push(span);
        svg.append(svgElement('path', { class: 'tick', d: `M${x + 0.5} 5V${LANE.top}` }));
        svg.append(svgElement('text', { class: 'address quiet', x: x + 4, y: 15 }, text));
      }
    };
    const mapped = boxes.filter(box => this.scale.items[box.first].row);
    mapped.filter(box => box.first > 0 && this.scale.broken[box.first - 1]).forEach(place);
    mapped.forEach(place);
  }

  #windowBrackets(svg) {
    const perUnit = this.width / this.view.length;
    for (const window of this.windows) {
      const from = (this.scale.positionOf(window.start) - this.view.from) * perUnit;
      const to = (this.scale.positionOf(window.end) - this.view.from) * perUnit;
      const [left, right] = [Math.max(1, from), Math.min(this.width - 1, to)];
      if (right - left > 1) {
        const y = LANE.top + LANE.height + 10 + window.lane * WINDOW_LANE;
        const ends = [from >= 0 ? `M${left} ${y - 4}V${y + 4}` : '', to <= this.width ? `M${right} ${y - 4}V${y + 4}` : ''];
        svg.append(svgElement('path', { class: 'window', d: `M${left} ${y}H${right}${ends.join('')}` }));
        const wide = window.name.length * LETTER;
        const inside = wide + 8 < right - left;
        const place = inside ? [(left + right) / 2, 'middle'] : right + wide + 6 < this.width ? [right + 5, 'start'] : [left - 5, 'end'];
        const at = { x: place[0], y: y + 4, 'text-anchor': place[1] };
        svg.append(svgElement('text', { class: 'quiet over', ...at }, window.name));
      }
    }
  }

  #selected(svg) {
    const index = this.selection.index;
    if (index < 0) {
      return;
    }
    const perUnit = this.width / this.view.length;
    const from = (this.scale.edges[index] - this.view.from) * perUnit;
    const size = Math.max(4, (this.scale.edges[index + 1] - this.scale.edges[index]) * perUnit);
    if (from + size >= 0 && from <= this.width) {
      svg.append(svgElement('rect', { class: 'selection', x: from, y: LANE.top - 2, width: size, height: LANE.height + 4 }));
    }
  }
}
