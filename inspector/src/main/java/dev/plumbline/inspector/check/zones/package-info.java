/** Zones as they are, beside what the reference says of them and what requests for pages would meet in them. */
@NullMarked
package dev.plumbline.inspector.check.zones;

import org.jspecify.annotations.NullMarked;
