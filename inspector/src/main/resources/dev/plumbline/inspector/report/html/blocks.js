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

/** Of several mappings in one box the one that holds most stands for them. */
function loudest(items, box) {
  let best;
  for (let i = box.first; i <= box.last; i++) {
    const row = items[i].row;
    if (row && (!best || row.resident > best.resident || (row.resident === best.resident && row.units > best.units))) {
      best = row;
    }
  }
  return best;
}

function drawBlock(svg, row, box) {
  const filled = LANE.height * Math.min(1, row.resident / row.reserved);
  // Anything resident at all is one pixel high: a JVM's reserve with a touched page must not look untouched.
  const height = row.resident > 0 ? Math.max(1.5, filled) : 0;
  const group = svgElement('g', { class: lookOf(row.owner).hue });
  group.append(svgElement('rect', { class: 'reserved', x: box.x, y: LANE.top, width: box.width, height: LANE.height }));
  if (box.width > 3) {
    group.append(svgElement('rect', { class: 'outline', x: box.x + 0.5, y: LANE.top + 0.5, width: box.width - 1, height: LANE.height - 1 }));
  }
  svg.append(group);
  if (height > 0) {
    svg.append(paintedBox(row.owner, box.x, LANE.top + LANE.height - height, box.width, height));
  } else if (lookOf(row.owner).pattern === 'cross') {
    svg.append(svgElement('rect', { class: 'fill-cross', x: box.x, y: LANE.top, width: box.width, height: LANE.height }));
  }
}

/** A gap is a ragged cut through the lane with its size along it. */
function drawGap(svg, item, box, broken) {
  const { x, width } = box;
  svg.append(svgElement('rect', { class: 'gap-ground', x, y: LANE.top, width, height: LANE.height }));
  if (broken && width > 5) {
    for (const edge of [x + 2, x + width - 2]) {
      let path = `M${edge} ${LANE.top}`;
      for (let y = 0, side = 2; y < LANE.height; y += 8, side = -side) {
        path += `L${edge + side} ${LANE.top + y + 4}`;
      }
      svg.append(svgElement('path', { class: 'gap-edge', d: `${path}L${edge} ${LANE.top + LANE.height}` }));
    }
  }
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
  const lines = [row.owner, shortName(row), usage];
  const shown = lines.filter((line, i) => line && (i !== 1 || line !== row.owner));
  if (room >= Math.min(row.owner.length, 9) * LETTER) {
    shown.forEach((line, i) => {
      const fits = Math.floor(room / LETTER);
      const text = line.length <= fits ? line : i === 2 ? '' : `${line.slice(0, fits - 1)}…`;
      svg.append(svgElement('text', { class: 'over', x: left + 5, y: LANE.top + 18 + 16 * i }, text));
    });
  } else if (box.width >= 15) {
    const turned = `translate(${left + (room + 8) / 2 + 4} ${LANE.top + LANE.height - 6}) rotate(-90)`;
    const fits = Math.floor((LANE.height - 10) / LETTER);
    const name = shortName(row) && row.owner.length + shortName(row).length + 1 <= fits ? `${row.owner} ${shortName(row)}` : row.owner;
    svg.append(svgElement('text', { class: 'over', transform: turned }, name.slice(0, fits)));
  }
}
