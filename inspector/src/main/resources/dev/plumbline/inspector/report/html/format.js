/* Numbers and addresses as the text report writes them. */
const BYTE_UNITS = ['EiB', 'PiB', 'TiB', 'GiB', 'MiB', 'KiB'];

/** In the largest unit that it fills, with one decimal where that is not exact. */
function bytesText(bytes) {
  for (let i = 0; i < BYTE_UNITS.length; i++) {
    const unit = 2 ** (60 - 10 * i);
    if (bytes >= unit) {
      const value = bytes / unit;
      return `${Number.isInteger(value) ? value : value.toFixed(1)} ${BYTE_UNITS[i]}`;
    }
  }
  return bytes === 0 ? '0' : `${bytes} bytes`;
}

function countText(count, one, many) {
  return `${count.toLocaleString('en')} ${count === 1 ? one : many}`;
}

/** An address given in units, as /proc prints it. */
function addressText(units) {
  return units === 0 ? '0' : `${units.toString(16)}000`;
}

function rangeText(item) {
  return `${addressText(item.start)}-${addressText(item.end)}`;
}

/** What a mapping is called: its label, else its file, else nothing. */
function nameText(row) {
  if (row.label && row.file && !row.file.endsWith(row.label) && !row.label.includes(row.file)) {
    return `${row.label} · ${row.file}`;
  }
  return row.file || row.label;
}

/** The last part of a path, or the whole of what is none. */
function shortName(row) {
  const name = row.label || row.file;
  return name.startsWith('/') ? name.slice(name.lastIndexOf('/') + 1) : name;
}
