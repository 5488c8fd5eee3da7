/* The strip below the picture: all of the address space, and a frame around what the picture shows. */
const STRIP = 26;

class Overview {
  constructor(element, picture) {
    this.element = element;
    this.picture = picture;
    element.addEventListener('pointerdown', event => {
      element.setPointerCapture(event.pointerId);
      this.#follow(event);
    });
    element.addEventListener('pointermove', event => {
      if (element.hasPointerCapture(event.pointerId)) {
        this.#follow(event);
      }
    });
    this.draw();
  }

  #follow(event) {
    const box = this.element.getBoundingClientRect();
    this.picture.view.centre(((event.clientX - box.left) / box.width) * this.picture.scale.total);
    this.picture.redraw();
  }

  draw() {
    const { scale, width } = this.picture;
    this.svg = svgElement('svg', { viewBox: `0 0 ${width} ${STRIP}` });
    const whole = { from: 0, to: scale.total, length: scale.total };
    const layers = new Layers();
    for (const box of boxesInView(scale, whole, width)) {
      const content = contentOf(scale.items, box);
      if (content) {
        layers.painted(content.owner, box.x, 4, box.width, STRIP - 8);
      } else {
        layers.box('', 'gap-ground', box.x, 4, box.width, STRIP - 8);
      }
    }
    layers.drawInto(this.svg);
    this.frame = svgElement('rect', { class: 'view', y: 1, height: STRIP - 2 });
    this.svg.append(this.frame);
    this.element.replaceChildren(this.svg);
    this.moved();
  }

  moved() {
    const { scale, view, width } = this.picture;
    this.frame.setAttribute('x', Math.min(width - 5, (view.from / scale.total) * width) + 1);
    this.frame.setAttribute('width', Math.max(4, (view.length / scale.total) * width - 2));
  }
}
