/*
 * The broken scale: from addresses to lengths on the picture ("world" lengths, before zoom). Large gaps are cut to one short length; an
 * address space of 128 TiB with 1 GiB in it would otherwise be a blank line.
 */
const BREAK_PIXELS = 24;
const BREAKS_SHARE = 0.4;
const LARGE_GAP = 1 / 64;

const LENGTHS = {
  linear: units => units,
  root: Math.sqrt,
};

class BrokenScale {
  /** Breaks come out about BREAK_PIXELS wide when all of the world fills the given width. */
  constructor(items, kind, width) {
    const length = LENGTHS[kind];
    this.items = items;
    const mapped = items.reduce((sum, item) => sum + (item.row ? length(item.units) : 0), 0);
    const isBreak = item => !item.row && length(item.units) > mapped * LARGE_GAP;
    const breaks = items.filter(isBreak).length;
    const toScale = items.reduce((sum, item) => sum + (isBreak(item) ? 0 : length(item.units)), 0);
    const share = Math.min(BREAKS_SHARE, (breaks * BREAK_PIXELS) / width);
    const breakLength = breaks === 0 ? 0 : (toScale * share) / (1 - share) / breaks;
    this.edges = new Float64Array(items.length + 1);
    this.broken = items.map(isBreak);
    items.forEach((item, i) => {
      this.edges[i + 1] = this.edges[i] + (this.broken[i] ? breakLength : length(item.units));
    });
    this.total = this.edges[items.length];
    // The deepest zoom shows some eight pages of the smallest block: closer there is nothing more to see.
    this.shortest = Math.max(length(8), this.total / 1e9);
  }

  /** The item at a world position. */
  itemAt(position) {
    let low = 0;
    let high = this.items.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.edges[middle] <= position) {
        low = middle;
      } else {
        high = middle - 1;
      }
    }
    return low;
  }

  /** The world position of an address in units; what lies outside of all mappings is at the nearest end. */
  positionOf(units) {
    const items = this.items;
    let low = 0;
    let high = items.length - 1;
    if (units <= items[0].start) {
      return 0;
    }
    if (units >= items[high].end) {
      return this.total;
    }
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (items[middle].start <= units) {
        low = middle;
      } else {
        high = middle - 1;
      }
    }
    const inside = (units - items[low].start) / items[low].units;
    return this.edges[low] + inside * (this.edges[low + 1] - this.edges[low]);
  }
}

/** Which part of the world is seen. */
class View {
  constructor(scale) {
    this.scale = scale;
    this.all();
  }

  get length() {
    return this.to - this.from;
  }

  all() {
    this.from = 0;
    this.to = this.scale.total;
  }

  /** Another scale, around the same item. */
  rescale(scale, item) {
    const ratio = this.length / this.scale.total;
    this.scale = scale;
    const centre = (scale.edges[item] + scale.edges[item + 1]) / 2;
    this.#place(centre - (ratio * scale.total) / 2, ratio * scale.total);
  }

  /** A factor above 1 shows more detail; what lies at the fraction of the width stays there. */
  zoom(factor, fraction) {
    const fixed = this.from + fraction * this.length;
    const length = this.length / factor;
    this.#place(fixed - fraction * length, length);
  }

  /** By a part of what is seen. */
  pan(fraction) {
    this.#place(this.from + fraction * this.length, this.length);
  }

  centre(position) {
    this.#place(position - this.length / 2, this.length);
  }

  /** Moves no more than it takes to have the item in sight. */
  reveal(item) {
    const [start, end] = [this.scale.edges[item], this.scale.edges[item + 1]];
    if (end - start > this.length ? end <= this.from || start >= this.to : start < this.from || end > this.to) {
      this.centre((start + end) / 2);
    }
  }

  /** Shows one item, with some of its surroundings. */
  frame(item) {
    const [start, end] = [this.scale.edges[item], this.scale.edges[item + 1]];
    const length = (end - start) * 1.6;
    this.#place((start + end - length) / 2, length);
  }

  #place(from, length) {
    const bounded = Math.min(this.scale.total, Math.max(this.scale.shortest, length));
    this.from = Math.max(0, Math.min(this.scale.total - bounded, from));
    this.to = this.from + bounded;
  }
}
