/** What a recorded trace asks of the simulated page allocator. */
@NullMarked
package dev.plumbline.inspector.check.requests;

import org.jspecify.annotations.NullMarked;
