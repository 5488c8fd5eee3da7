/** Parsers against real kernels' files, hand-made damage and random damage. */
@NullMarked
package dev.plumbline.inspector.observed;

import org.jspecify.annotations.NullMarked;
