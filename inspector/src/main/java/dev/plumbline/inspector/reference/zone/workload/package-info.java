/** What is asked of the simulated page allocator over time: presets and recorded traces, and the course that follows. */
@NullMarked
package dev.plumbline.inspector.reference.zone.workload;

import org.jspecify.annotations.NullMarked;
