/* The table of owners is plain HTML; this gives it swatches, bars of a chosen measure, and a way to an owner's mappings. */
function ownerRows() {
  return [...document.querySelectorAll('#owners tbody tr')].map(row => ({ row, owner: row.dataset.owner }));
}

function drawBars(totals, measure) {
  const rows = ownerRows();
  const amount = owner => totals.get(owner)?.[measure] ?? 0;
  const largest = Math.max(1, ...rows.map(({ owner }) => amount(owner)));
  const all = Math.max(1, rows.reduce((sum, { owner }) => sum + amount(owner), 0));
  rows.sort((a, b) => amount(b.owner) - amount(a.owner));
  for (const { row, owner } of rows) {
    const share = amount(owner) / largest;
    const svg = svgElement('svg', { class: 'bar', viewBox: '0 0 200 18', preserveAspectRatio: 'none', role: 'img' });
    svg.setAttribute('aria-label', `${((amount(owner) / all) * 100).toFixed(1)} % of what is ${measure}`);
    if (share > 0) {
      svg.append(paintedBox(owner, 0, 1, Math.max(1, share * 200), 16));
    }
    row.querySelector('.bar-cell').replaceChildren(svg);
    row.parentNode.append(row);
  }
}

function ownerTotals(rows) {
  const totals = new Map();
  for (const row of rows) {
    const sum = totals.get(row.owner) ?? { resident: 0, pss: 0, swap: 0, committed: 0, reserved: 0 };
    for (const measure of Object.keys(sum)) {
      sum[measure] += row[measure];
    }
    totals.set(row.owner, sum);
  }
  return totals;
}

function bindOwners(rows, usageKnown, filterByOwner) {
  const totals = ownerTotals(rows);
  for (const { row, owner } of ownerRows()) {
    const cell = row.querySelector('th');
    const button = document.createElement('button');
    button.type = 'button';
    button.className = 'owner';
    button.textContent = owner;
    button.title = `show the mappings of ${owner}`;
    button.addEventListener('click', () => filterByOwner(owner));
    cell.replaceChildren(swatch(owner), button);
  }
  const measures = document.getElementById('measure');
  measures.addEventListener('change', event => drawBars(totals, event.target.value));
  if (!usageKnown) {
    measures.querySelectorAll('[value="resident"], [value="pss"], [value="swap"]').forEach(input => { input.disabled = true; });
    measures.querySelector('[value="reserved"]').checked = true;
  }
  drawBars(totals, usageKnown ? 'resident' : 'reserved');
  const legend = document.getElementById('legend');
  for (const owner of totals.keys()) {
    const entry = document.createElement('li');
    entry.append(swatch(owner), owner);
    legend.append(entry);
  }
}
