/* What is known of the selected mapping or gap; read out by screen readers when it changes. */
function paragraph(...parts) {
  const p = document.createElement('p');
  p.append(...parts);
  return p;
}

function strong(text) {
  const element = document.createElement('strong');
  element.textContent = text;
  return element;
}

function mono(text) {
  const element = document.createElement('span');
  element.className = 'address';
  element.textContent = text;
  return element;
}

function describeRow(row) {
  const where = [mono(rangeText(row)), ` ${row.permissions} `, ` ${bytesText(row.reserved)}`];
  const usage = mapData.usageKnown
    ? [`${bytesText(row.resident)} resident`, `${bytesText(row.pss)} proportional`]
    : ['what is resident is not known'];
  if (row.swap > 0) {
    usage.push(`${bytesText(row.swap)} swapped`);
  }
  if (row.huge > 0) {
    usage.push(`${bytesText(row.huge)} in huge pages`);
  }
  const origin = [];
  if (row.part) {
    origin.push('part of a mapping');
  }
  if (row.evidence) {
    origin.push(`evidence: ${row.evidence}`);
  }
  if (row.window) {
    origin.push(`window ${row.window.name}: ${row.window.rule}`);
  }
  const name = nameText(row);
  return [
    paragraph(swatch(row.owner), strong(row.owner), name ? ` ${name}` : ''),
    paragraph(...where, ` · ${usage.join(', ')}`),
    paragraph(origin.join(' · ')),
  ];
}

function describeGap(item, items, index) {
  const beside = [items[index - 1], items[index + 1]].filter(Boolean).map(neighbour => nameText(neighbour.row) || neighbour.row.owner);
  return [
    paragraph(strong(`gap of ${bytesText(item.reserved)}`)),
    paragraph(mono(rangeText(item)), ' nothing is mapped here'),
    paragraph(beside.length === 2 ? `between ${beside[0]} and ${beside[1]}` : ''),
  ];
}

function bindDetails(element, selection) {
  element.append(paragraph('Point at a block, or focus the picture and press → to go through the mappings.'));
  selection.onChange(item => {
    const parts = item.row ? describeRow(item.row) : describeGap(item, selection.items, selection.index);
    element.replaceChildren(...parts);
  });
}
