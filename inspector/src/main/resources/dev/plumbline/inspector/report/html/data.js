/*
 * The embedded map. Addresses are counted in units of 4 KiB, the smallest page of any architecture: 2^64 bytes are 2^52 units, which
 * a number holds exactly, whereas a byte address beyond 2^53 would be rounded.
 */
const UNIT = 4096;

const mapData = JSON.parse(document.getElementById('map-data').textContent);

/** The mappings in address order, from columns: twenty thousand objects would repeat their member names twenty thousand times. */
function decodeRows(data) {
  const columns = data.columns;
  const text = index => data.texts[index];
  let at = 0;
  return columns.units.map((units, index) => {
    const start = at + columns.gap[index];
    at = start + units;
    return {
      index,
      start,
      end: at,
      units,
      owner: text(columns.owner[index]),
      label: text(columns.label[index]),
      permissions: text(columns.permissions[index]),
      file: text(columns.file[index]),
      evidence: text(columns.evidence[index]),
      window: data.windows[columns.window[index]],
      part: columns.part[index] === 1,
      reserved: units * UNIT,
      committed: text(columns.permissions[index]).startsWith('---') ? 0 : units * UNIT,
      resident: columns.resident[index],
      pss: columns.pss[index],
      swap: columns.swap[index],
      huge: columns.huge[index],
    };
  });
}

/** Rows and the gaps between them, in address order. */
function withGaps(rows) {
  const items = [];
  rows.forEach((row, i) => {
    const before = i === 0 ? row.start : rows[i - 1].end;
    if (row.start > before) {
      items.push({ start: before, end: row.start, units: row.start - before, reserved: (row.start - before) * UNIT });
    }
    items.push({ start: row.start, end: row.end, units: row.units, reserved: row.reserved, row });
  });
  return items;
}

/** The one thing that picture, details and table all show: which item is selected. */
class Selection {
  #listeners = [];

  constructor(items) {
    this.items = items;
    this.index = -1;
    this.itemOfRow = new Int32Array(items.filter(item => item.row).length);
    items.forEach((item, i) => {
      if (item.row) {
        this.itemOfRow[item.row.index] = i;
      }
    });
  }

  get item() {
    return this.items[this.index];
  }

  /** The source is handed on, so that who caused a change need not react to it. */
  set(index, source) {
    const bounded = Math.max(0, Math.min(this.items.length - 1, index));
    if (bounded !== this.index) {
      this.index = bounded;
      this.#listeners.forEach(listener => listener(this.items[bounded], source));
    }
  }

  onChange(listener) {
    this.#listeners.push(listener);
  }
}
