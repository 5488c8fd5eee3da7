/** The whole address space of a process: each mapping with its owner, its cost and the reference's window for it. */
@NullMarked
package dev.plumbline.inspector.check.map;

import org.jspecify.annotations.NullMarked;
