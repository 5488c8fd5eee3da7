/*
 * How an owner looks. Families share a hue and differ by pattern, so that each owner is told by both and no two look alike to a reader
 * who sees no hues at all: within a pattern, hues differ in lightness too.
 */
const LOOKS = {
  'java-heap': ['blue', ''],
  'cds': ['blue', 'diagonal'],
  'metaspace': ['blue', 'dots'],
  'class-space': ['blue', 'bars'],
  'code-cache': ['orange', ''],
  'gc': ['orange', 'diagonal'],
  'jvm-internal': ['orange', 'dots'],
  'brk': ['green', ''],
  'malloc-arena': ['green', 'diagonal'],
  'malloc-mmapped': ['green', 'dots'],
  'direct-buffer': ['green', 'bars'],
  'thread-stack': ['purple', ''],
  'main-stack': ['purple', 'diagonal'],
  'library': ['olive', ''],
  'executable': ['olive', 'diagonal'],
  'mapped-file': ['olive', 'dots'],
  'shared-memory': ['sky', ''],
  'vdso': ['grey', ''],
  'vvar': ['grey', 'diagonal'],
  'vsyscall': ['grey', 'dots'],
  'guard': ['grey', 'cross'],
  'unknown': ['red', ''],
  'anonymous': ['sky', 'diagonal'],
};

/** What a later version may write and this one does not know looks like memory that nobody knows. */
function lookOf(owner) {
  const [hue, pattern] = LOOKS[owner] ?? LOOKS.unknown;
  return { hue: `hue-${hue}`, pattern };
}

const SVG = 'http://www.w3.org/2000/svg';

function svgElement(name, attributes, text) {
  const element = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) {
    element.setAttribute(key, value);
  }
  if (text !== undefined) {
    element.textContent = text;
  }
  return element;
}

/** A filled box in an owner's look. */
function paintedBox(owner, x, y, width, height) {
  const look = lookOf(owner);
  const box = { x, y, width, height };
  const group = svgElement('g', { class: look.hue });
  group.append(svgElement('rect', { ...box, class: look.pattern === 'cross' ? 'reserved' : 'resident' }));
  if (look.pattern) {
    group.append(svgElement('rect', { ...box, class: `fill-${look.pattern}` }));
  }
  return group;
}

function swatch(owner) {
  const svg = svgElement('svg', { class: 'swatch', viewBox: '0 0 24 15', 'aria-hidden': 'true' });
  svg.append(paintedBox(owner, 0.5, 0.5, 23, 14));
  const edge = svgElement('g', { class: lookOf(owner).hue });
  edge.append(svgElement('rect', { x: 0.5, y: 0.5, width: 23, height: 14, class: 'outline' }));
  svg.append(edge);
  return svg;
}
