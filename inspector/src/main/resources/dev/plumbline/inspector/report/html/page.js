/* Puts the parts together once the document stands. */
function bindTheme() {
  const theme = document.getElementById('theme');
  theme.addEventListener('change', () => {
    if (theme.value) {
      document.documentElement.dataset.theme = theme.value;
    } else {
      delete document.documentElement.dataset.theme;
    }
  });
}

/** Paper gets rows that do not scroll, and a picture of its width; afterwards the screen's come back. */
function bindPrinting(picture, tableView) {
  const printing = on => {
    picture.print(on);
    tableView.showAll(on);
  };
  window.addEventListener('beforeprint', () => printing(true));
  window.addEventListener('afterprint', () => printing(false));
}

function buildPage() {
  document.querySelectorAll('.needs-script').forEach(element => { element.hidden = false; });
  bindTheme();
  const rows = decodeRows(mapData);
  if (rows.length === 0) {
    document.querySelectorAll('section.needs-script, #measure').forEach(element => { element.hidden = true; });
    return;
  }
  const selection = new Selection(withGaps(rows));
  const picture = new Picture(document.getElementById('picture'), document.getElementById('overview'), mapData.windows, selection);
  const tableView = new TableView(new TableModel(selection.items), selection, mapData.usageKnown);
  const filterForm = new FilterForm(tableView, [...new Set(rows.map(row => row.owner))].sort());
  bindDetails(document.getElementById('details'), selection);
  selection.onChange((item, source) => {
    if (source !== 'table') {
      tableView.follow();
    }
  });

  const showInTable = item => {
    if (item && !tableView.model.shown.includes(selection.index)) {
      filterForm.reset();
      if (!item.row) {
        filterForm.gaps.checked = true;
        filterForm.apply();
      }
    }
    tableView.activate(tableView.model.shown.indexOf(selection.index), 'table');
    tableView.table.focus();
    tableView.scroller.scrollIntoView({ block: 'nearest' });
  };
  const showInPicture = () => {
    picture.view.frame(selection.index);
    picture.redraw();
    picture.element.focus({ preventScroll: true });
    picture.element.scrollIntoView({ block: 'center' });
  };
  bindKeys(picture, showInTable);
  bindButtons(picture);
  bindWheel(picture);
  bindPointers(picture);
  bindTableKeys(tableView, showInPicture);
  bindOwners(rows, mapData.usageKnown, owner => {
    filterForm.only(owner);
    document.getElementById('mappings-title').scrollIntoView();
    tableView.table.focus({ preventScroll: true });
  });
  bindPrinting(picture, tableView);
  picture.draw();
}

buildPage();
