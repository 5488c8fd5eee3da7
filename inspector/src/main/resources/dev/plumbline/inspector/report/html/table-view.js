/*
 * The table as it stands in the document: the rows in sight and a few around them, between two empty rows that are as high as all
 * others together. Twenty thousand rows laid out at once take seconds; these take a millisecond.
 */
const AROUND = 12;

/** Rows on paper, unless all are asked for: a browser takes seconds for a thousand, and nobody reads four hundred pages. */
const ROWS_ON_PAPER = 500;

class TableView {
  constructor(model, selection, usageKnown) {
    this.model = model;
    this.selection = selection;
    this.usageKnown = usageKnown;
    this.scroller = document.getElementById('table-scroll');
    this.table = document.getElementById('mappings');
    this.body = this.table.tBodies[0];
    this.active = -1;
    this.all = false;
    this.wholeOnPaper = document.getElementById('print-all');
    this.wholeOnPaper.parentElement.hidden = model.items.length <= ROWS_ON_PAPER;
    this.rowHeight = 28;
    this.#head();
    this.scroller.addEventListener('scroll', () => this.redraw());
    new ResizeObserver(() => this.redraw()).observe(this.scroller);
    this.refresh();
  }

  #head() {
    const row = this.table.tHead.rows[0];
    for (const column of COLUMNS) {
      const cell = document.createElement('th');
      cell.scope = 'col';
      cell.dataset.column = column.id;
      cell.dataset.title = column.title;
      cell.className = column.number ? 'number' : '';
      const button = document.createElement('button');
      button.type = 'button';
      button.addEventListener('click', () => {
        this.model.orderBy(column);
        this.refresh();
      });
      cell.append(button);
      row.append(cell);
    }
  }

  /** After the model has changed. */
  refresh() {
    const { column: ordered, descending } = this.model.order;
    for (const cell of this.table.tHead.rows[0].cells) {
      const column = COLUMNS.find(c => c.id === cell.dataset.column);
      const arrow = column !== ordered ? '' : descending ? ' ↓' : ' ↑';
      cell.firstChild.textContent = column.title + arrow;
      if (column === ordered) {
        cell.setAttribute('aria-sort', descending ? 'descending' : 'ascending');
      } else {
        cell.removeAttribute('aria-sort');
      }
    }
    this.table.setAttribute('aria-rowcount', this.model.shown.length + 1);
    this.active = this.model.shown.indexOf(this.selection.index);
    document.getElementById('filter-count').textContent = this.model.summary();
    this.drawn = '';
    this.redraw();
  }

  /** How many rows fit below the heading. */
  get page() {
    return Math.max(1, Math.floor((this.scroller.clientHeight - this.table.tHead.offsetHeight) / this.rowHeight));
  }

  get firstInSight() {
    return Math.ceil(this.scroller.scrollTop / this.rowHeight);
  }

  redraw() {
    const count = this.model.shown.length;
    const first = this.all ? 0 : Math.max(0, Math.floor(this.scroller.scrollTop / this.rowHeight) - AROUND);
    const last = this.all ? count : Math.min(count, first + this.page + 2 * AROUND);
    const key = `${first}-${last}`;
    if (key === this.drawn) {
      return;
    }
    this.drawn = key;
    const rows = [this.#space(first)];
    const chosen = this.all ? this.#onPaper() : undefined;
    for (let i = first; i < last; i++) {
      if (!chosen || chosen.has(i)) {
        rows.push(this.#row(i));
      }
    }
    rows.push(this.#space(count - last));
    this.body.replaceChildren(...rows);
    this.#measure(rows[1]);
    this.#markActive();
  }

  /** The height that style and fonts really give a row; a wrong one would let the scroll bar drift. */
  #measure(row) {
    const height = row?.offsetHeight ?? 0;
    if (!this.all && height > 0 && height !== this.rowHeight && !row.classList.contains('space')) {
      this.rowHeight = height;
      this.drawn = '';
      this.redraw();
    }
  }

  #space(rows) {
    const row = document.createElement('tr');
    row.className = 'space';
    row.setAttribute('aria-hidden', 'true');
    const cell = row.insertCell();
    cell.colSpan = COLUMNS.length;
    cell.style.height = `${rows * this.rowHeight}px`;
    return row;
  }

  #row(position) {
    const index = this.model.shown[position];
    const item = this.model.items[index];
    const row = document.createElement('tr');
    row.id = `row-${index}`;
    row.dataset.position = position;
    row.setAttribute('aria-rowindex', position + 2);
    row.classList.toggle('gap', !item.row);
    for (const column of COLUMNS) {
      const cell = row.insertCell();
      cell.className = `${column.className ?? ''} ${column.number ? 'number' : ''}`;
      this.#fill(cell, column.id, item);
    }
    return row;
  }

  #fill(cell, column, item) {
    const row = item.row;
    if (column === 'start') {
      cell.textContent = rangeText(item);
    } else if (column === 'size') {
      cell.textContent = bytesText(item.reserved);
    } else if (!row) {
      cell.textContent = column === 'owner' ? 'gap' : '';
    } else if (column === 'owner') {
      // Paper goes without: twenty thousand patterned boxes take minutes to print, and the word stands beside each.
      cell.append(...(this.all ? [] : [swatch(row.owner)]), row.owner);
    } else if (column === 'name') {
      cell.textContent = nameText(row);
      cell.title = cell.textContent;
    } else if (column === 'permissions') {
      cell.textContent = row.permissions;
    } else {
      cell.textContent = this.usageKnown ? bytesText(row[column]) : 'not known';
    }
  }

  /** Moves the active row, scrolls it into sight, and selects what it shows. */
  activate(position, source) {
    if (this.model.shown.length === 0) {
      return;
    }
    this.active = Math.max(0, Math.min(this.model.shown.length - 1, position));
    this.#intoSight();
    this.#markActive();
    this.selection.set(this.model.shown[this.active], source);
  }

  #intoSight() {
    const { scroller, rowHeight } = this;
    const top = this.active * rowHeight;
    const room = scroller.clientHeight - this.table.tHead.offsetHeight;
    if (top < scroller.scrollTop) {
      scroller.scrollTop = top;
    } else if (top + rowHeight > scroller.scrollTop + room) {
      scroller.scrollTop = top + rowHeight - room;
    }
    this.redraw();
  }

  #markActive() {
    const index = this.active >= 0 ? this.model.shown[this.active] : -1;
    for (const row of this.body.rows) {
      const chosen = row.id === `row-${index}`;
      row.classList.toggle('active', chosen);
      row.classList.toggle('selected', chosen);
      if (chosen) {
        row.setAttribute('aria-selected', 'true');
      } else {
        row.removeAttribute('aria-selected');
      }
    }
    const rendered = index >= 0 && document.getElementById(`row-${index}`);
    if (rendered) {
      this.table.setAttribute('aria-activedescendant', rendered.id);
    } else {
      this.table.removeAttribute('aria-activedescendant');
    }
  }

  /** Another part of the page has selected something: mark it where it is among the rows, without moving the reader. */
  follow() {
    this.active = this.model.shown.indexOf(this.selection.index);
    this.#markActive();
  }

  /** The positions that paper gets: those with the most resident memory, among equals the largest; undefined for all. */
  #onPaper() {
    const { shown, items } = this.model;
    if (this.wholeOnPaper.checked || shown.length <= ROWS_ON_PAPER) {
      return undefined;
    }
    const resident = position => items[shown[position]].row?.resident ?? 0;
    const units = position => items[shown[position]].units;
    const bySize = [...shown.keys()].sort((a, b) => resident(b) - resident(a) || units(b) - units(a));
    return new Set(bySize.slice(0, ROWS_ON_PAPER));
  }

  /** What a reader of the paper does not see. */
  #leftOut(chosen) {
    if (!chosen) {
      return '';
    }
    const { shown, items } = this.model;
    const left = [...shown.keys()].filter(position => !chosen.has(position)).map(position => items[shown[position]]);
    const resident = left.reduce((sum, item) => sum + (item.row?.resident ?? 0), 0);
    return `The ${chosen.size.toLocaleString('en')} rows with the most resident memory; ${countText(left.length, 'row', 'rows')} `
      + `with ${bytesText(resident)} resident ${left.length === 1 ? 'is' : 'are'} left out. “Print every row”, above the table on the screen, prints all.`;
  }

  /** For paper, which does not scroll. */
  showAll(all) {
    this.all = all;
    document.getElementById('left-out').textContent = all ? this.#leftOut(this.#onPaper()) : '';
    this.drawn = '';
    this.redraw();
  }
}
