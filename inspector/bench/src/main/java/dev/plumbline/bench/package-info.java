/** Benchmarks of the reference model. */
@NullMarked
package dev.plumbline.bench;

import org.jspecify.annotations.NullMarked;
