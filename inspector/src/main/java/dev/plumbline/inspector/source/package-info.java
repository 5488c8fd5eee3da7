/** Captures as kernel files, and the choice between a capture and the live host. */
@NullMarked
package dev.plumbline.inspector.source;

import org.jspecify.annotations.NullMarked;
