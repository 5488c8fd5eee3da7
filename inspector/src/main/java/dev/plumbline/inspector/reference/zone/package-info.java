/** Zones, watermarks, free lists: what the page allocator's rules say must be so. */
@NullMarked
package dev.plumbline.inspector.reference.zone;

import org.jspecify.annotations.NullMarked;
