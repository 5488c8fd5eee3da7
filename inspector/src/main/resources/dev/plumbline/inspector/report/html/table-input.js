/* Keys and pointers of the table, and its filter. */
function bindTableKeys(view, showInPicture) {
  const move = by => view.activate(view.active + by, 'table');
  const actions = {
    ArrowDown: () => move(1),
    ArrowUp: () => move(view.active < 0 ? 1 : -1),
    PageDown: () => move(view.page),
    PageUp: () => move(-view.page),
    Home: () => view.activate(0, 'table'),
    End: () => view.activate(view.model.shown.length - 1, 'table'),
    Enter: () => view.active >= 0 && showInPicture(),
  };
  view.table.addEventListener('keydown', event => {
    const inHead = event.target !== view.table;
    const action = actions[event.key];
    if (action && !inHead && !event.ctrlKey && !event.metaKey && !event.altKey) {
      event.preventDefault();
      action();
    }
  });
  view.table.addEventListener('focus', () => {
    if (view.active < 0) {
      view.activate(view.firstInSight, 'table');
    }
  });
  view.body.addEventListener('click', event => {
    const row = event.target.closest('tr[data-position]');
    if (row) {
      view.activate(Number(row.dataset.position), 'table');
    }
  });
  view.body.addEventListener('dblclick', showInPicture);
}

class FilterForm {
  constructor(view, owners) {
    this.view = view;
    this.text = document.getElementById('filter');
    this.owner = document.getElementById('filter-owner');
    this.resident = document.getElementById('filter-resident');
    this.gaps = document.getElementById('with-gaps');
    for (const owner of owners) {
      this.owner.add(new Option(owner, owner));
    }
    this.text.addEventListener('input', () => this.apply());
    [this.owner, this.resident, this.gaps].forEach(control => control.addEventListener('change', () => this.apply()));
    document.getElementById('filter-reset').addEventListener('click', () => this.reset());
  }

  apply() {
    this.view.model.filter = {
      words: this.text.value.toLowerCase().split(/\s+/).filter(Boolean),
      owner: this.owner.value,
      resident: this.resident.checked,
      gaps: this.gaps.checked,
    };
    this.view.model.update();
    this.view.scroller.scrollTop = 0;
    this.view.refresh();
  }

  reset() {
    this.text.value = '';
    this.owner.value = '';
    this.resident.checked = false;
    this.gaps.checked = false;
    this.apply();
  }

  /** One owner's mappings, whatever the filter was. */
  only(owner) {
    this.reset();
    this.owner.value = owner;
    this.apply();
  }
}
