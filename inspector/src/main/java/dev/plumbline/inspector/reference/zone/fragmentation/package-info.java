/** How broken up a zone's free memory is: the two indices that the kernel prints, and what their lines rule out. */
@NullMarked
package dev.plumbline.inspector.reference.zone.fragmentation;

import org.jspecify.annotations.NullMarked;
