/* What the picture's main lane shows: blocks of mappings, gaps, and, where blocks are too narrow to tell apart, several as one. */
const LANE = { top: 24, height: 120 };
const NARROW = 2.5;
const LETTER = 7;

/** The items in sight as boxes; neighbours narrower than NARROW pixels are put together up to that width. */
function boxesInView(scale, view, width) {
  const boxes = [];
  const perUnit = width / view.length;
  const x = edge => (scale.edges[edge] - view.from) * perUnit;
  let i = scale.itemAt(view.from);
  while (i < scale.items.length && x(i) < width) {
    const first = i;
    while (i + 1 < scale.items.length && x(i + 2) - x(first) < NARROW) {
      i++;
    }
    i++;
    const from = Math.max(-8, x(first));
    boxes.push({ first, last: i - 1, x: from, width: Math.max(Math.min(width + 8, x(i)) - from, 0.75) });
  }
  return boxes;
}

/** What a box shows: the look of the mapping that holds most, and the sums of all; nothing where it holds but gaps. */
function contentOf(items, box) {
  let loudest;
  let resident = 0;
  let reserved = 0;
  for (let i = box.first; i <= box.last; i++) {
    const row = items[i].row;
    if (row) {
      resident += row.resident;
      reserved += row.reserved;
      if (!loudest || row.resident > loudest.resident || (row.resident === loudest.resident && row.units > loudest.units)) {
        loudest = row;
      }
    }
  }
  return loudest && { owner: loudest.owner, resident, reserved };
}

/*
 * Boxes of one look are one path: a picture of a thousand mappings takes some dozens of elements, and a printer, to whom each patterned
 * fill is a bitmap of its own, gets a handful of them.
 */
class Layers {
  #paths = new Map();

  add(group, shape, d) {
    const key = `${shape} ${group}`;
    if (!this.#paths.has(key)) {
      this.#paths.set(key, { group, shape, parts: [] });
    }
    this.#paths.get(key).parts.push(d);
  }

  box(group, shape, x, y, width, height) {
    this.add(group, shape, `M${x.toFixed(2)} ${y.toFixed(2)}h${width.toFixed(2)}v${height.toFixed(2)}h${(-width).toFixed(2)}z`);
  }

  /** In an owner's look, as paintedBox does it. */
  painted(owner, x, y, width, height) {
    const look = lookOf(owner);
    this.box(look.hue, look.pattern === 'cross' ? 'reserved' : 'resident', x, y, width, height);
    if (look.pattern) {
      this.box('', `fill-${look.pattern}`, x, y, width, height);
    }
  }

  /** Below all else what is reserved, above it what is filled, then patterns and lines. */
  drawInto(svg) {
    const order = ['gap-ground', 'reserved', 'resident', 'fill-', 'outline', 'gap-edge'];
    const rank = ({ shape }) => order.findIndex(start => shape.startsWith(start));
    for (const { group, shape, parts } of [...this.#paths.values()].sort((a, b) => rank(a) - rank(b))) {
      svg.append(svgElement('path', { class: `${group} ${shape}`, d: parts.join('') }));
    }
  }
}

function drawBlock(layers, content, box) {
  const { owner, resident, reserved } = content;
  const look = lookOf(owner);
  const filled = LANE.height * Math.min(1, resident / reserved);
  // Anything resident at all is one pixel high: a JVM's reserve with a touched page must not look untouched.
  const height = resident > 0 ? Math.max(1.5, filled) : 0;
  layers.box(look.hue, 'reserved', box.x, LANE.top, box.width, LANE.height);
  if (box.width > 3) {
    layers.box(look.hue, 'outline', box.x + 0.5, LANE.top + 0.5, box.width - 1, LANE.height - 1);
  }
  if (height > 0) {
    layers.painted(owner, box.x, LANE.top + LANE.height - height, box.width, height);
  } else if (look.pattern === 'cross') {
    layers.box('', 'fill-cross', box.x, LANE.top, box.width, LANE.height);
  }
}

/** A gap is a ragged cut through the lane. */
function drawGap(layers, box, broken) {
  const { x, width } = box;
  layers.box('', 'gap-ground', x, LANE.top, width, LANE.height);
  if (broken && width > 5) {
    for (const edge of [x + 2, x + width - 2]) {
      let path = `M${edge} ${LANE.top}`;
      for (let y = 0, side = 2; y < LANE.height; y += 8, side = -side) {
        path += `L${edge + side} ${LANE.top + y + 4}`;
      }
      layers.add('', 'gap-edge', `${path}L${edge} ${LANE.top + LANE.height}`);
    }
  }
}

/** Its size, along it where it is too narrow. */
function labelGap(svg, item, { x, width }) {
  const text = `gap ${bytesText(item.reserved)}`;
  const [cx, cy] = [x + width / 2, LANE.top + LANE.height / 2];
  if (width > text.length * LETTER + 8) {
    svg.append(svgElement('text', { class: 'quiet', x: cx, y: cy + 4, 'text-anchor': 'middle' }, text));
  } else if (width >= 16) {
    const turned = `translate(${cx + 4} ${cy}) rotate(-90)`;
    svg.append(svgElement('text', { class: 'quiet', transform: turned, 'text-anchor': 'middle' }, text));
  }
}

/** As much text as the block has room for, in the part of it that is in sight. */
function labelBlock(svg, row, box, width) {
  const left = Math.max(0, box.x);
  const room = Math.min(width, box.x + box.width) - left - 8;
  const usage = mapData.usageKnown ? `${bytesText(row.resident)} of ${bytesText(row.reserved)}` : bytesText(row.reserved);
  const fits = Math.floor(room / LETTER);
  if (fits >= Math.min(row.owner.length, 9)) {
    // A name may be cut, an amount may not: half a number is another number.
    const names = [row.owner, shortName(row)].filter((line, i) => line && (i === 0 || line !== row.owner));
    const lines = names.map(line => (line.length <= fits ? line : `${line.slice(0, fits - 1)}…`));
    if (usage.length <= fits) {
      lines.push(usage);
    }
    lines.forEach((line, i) => {
      svg.append(svgElement('text', { class: 'over', x: left + 5, y: LANE.top + 18 + 16 * i }, line));
    });
  } else {
    const turned = `translate(${left + (room + 8) / 2 + 4} ${LANE.top + LANE.height - 6}) rotate(-90)`;
    const along = Math.floor((LANE.height - 10) / LETTER);
    const both = `${row.owner} ${shortName(row)}`;
    svg.append(svgElement('text', { class: 'over', transform: turned }, (both.length <= along ? both : row.owner).slice(0, along).trim()));
  }
}
