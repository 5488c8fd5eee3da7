/** Values that cannot be mixed up: addresses, frames, ranges, orders. */
@NullMarked
package dev.plumbline.inspector.unit;

import org.jspecify.annotations.NullMarked;
