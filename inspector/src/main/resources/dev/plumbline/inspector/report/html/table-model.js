/* Which mappings the table shows, and in which order. */
const COLUMNS = [
  { id: 'start', title: 'Range', value: item => item.start, className: 'address' },
  { id: 'size', title: 'Size', value: item => item.units, number: true },
  { id: 'permissions', title: 'Access', value: item => item.row?.permissions ?? '', className: 'address' },
  { id: 'owner', title: 'Owner', value: item => item.row?.owner ?? '' },
  { id: 'name', title: 'Label · file', value: item => (item.row ? nameText(item.row) : ''), className: 'name' },
  { id: 'resident', title: 'Resident', value: item => item.row?.resident ?? -1, number: true },
  { id: 'pss', title: 'PSS', value: item => item.row?.pss ?? -1, number: true },
  { id: 'swap', title: 'Swap', value: item => item.row?.swap ?? -1, number: true },
  { id: 'huge', title: 'Huge', value: item => item.row?.huge ?? -1, number: true },
];

/** 0x7f12… and what maps prints, with or without the prefix, from four digits on: shorter words are more likely words. */
function unitOfAddress(word) {
  const digits = /^0x([0-9a-f]{1,16})$/.exec(word) ?? /^([0-9a-f]{8,16})$/.exec(word);
  return digits ? Number(BigInt(`0x${digits[1]}`) / BigInt(UNIT)) : -1;
}

class TableModel {
  constructor(items) {
    this.items = items;
    this.filter = { words: [], owner: '', resident: false, gaps: false };
    this.order = { column: COLUMNS[0], descending: false };
    this.texts = items.map(item => (item.row ? this.#searched(item) : `gap ${rangeText(item)}`));
    this.update();
  }

  #searched({ row }) {
    return [rangeText(row), row.permissions, row.owner, row.label, row.file].join(' ').toLowerCase();
  }

  /** Recomputes what is shown. */
  update() {
    const { words, owner, resident, gaps } = this.filter;
    const tests = words.map(word => {
      const unit = unitOfAddress(word);
      return (item, text) => text.includes(word) || (unit >= 0 && unit >= item.start && unit < item.end);
    });
    this.shown = [];
    this.items.forEach((item, i) => {
      const kind = item.row ? (!owner || item.row.owner === owner) && (!resident || item.row.resident > 0) : gaps && !owner && !resident;
      if (kind && tests.every(test => test(item, this.texts[i]))) {
        this.shown.push(i);
      }
    });
    this.#sort();
  }

  /** Items are in address order already, and sorting is stable: equal values stay in it. */
  #sort() {
    const { column, descending } = this.order;
    const value = index => column.value(this.items[index]);
    const sign = descending ? -1 : 1;
    this.shown.sort((a, b) => {
      const [x, y] = [value(a), value(b)];
      return typeof x === 'string' ? sign * x.localeCompare(y, 'en') : sign * (x - y);
    });
  }

  /** A second time the same column turns the order round; amounts begin with the largest. */
  orderBy(column) {
    const again = this.order.column === column;
    this.order = { column, descending: again ? !this.order.descending : Boolean(column.number) };
    this.update();
  }

  summary() {
    const rows = this.shown.map(index => this.items[index].row).filter(Boolean);
    const total = this.items.filter(item => item.row).length;
    const resident = rows.reduce((sum, row) => sum + row.resident, 0);
    const gaps = this.shown.length - rows.length;
    return `${rows.length.toLocaleString('en')} of ${countText(total, 'range', 'ranges')}`
      + `${gaps > 0 ? ` and ${countText(gaps, 'gap', 'gaps')}` : ''}, ${bytesText(resident)} resident`;
  }
}
