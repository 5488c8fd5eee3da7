/** What stands at a physical address: the reading type, and memory kept in the heap. */
@NullMarked
package dev.plumbline.inspector.memory;

import org.jspecify.annotations.NullMarked;
