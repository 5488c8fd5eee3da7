/** Address traces: Valgrind lackey's text and a compact form of our own, read in one pass. */
@NullMarked
package dev.plumbline.inspector.source.trace;

import org.jspecify.annotations.NullMarked;
