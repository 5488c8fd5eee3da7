/** Recorded allocator traces held against the simulated allocator, step by step. */
@NullMarked
package dev.plumbline.inspector.check.replay;

import org.jspecify.annotations.NullMarked;
