/** Recorded allocator traces: text to records, no I/O. */
@NullMarked
package dev.plumbline.inspector.observed.trace;

import org.jspecify.annotations.NullMarked;
