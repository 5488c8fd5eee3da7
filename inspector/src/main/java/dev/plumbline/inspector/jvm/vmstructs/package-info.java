/**
 * Structures in another process's memory by their exported descriptions: the ELF dynamic symbols of a loaded image, and HotSpot's
 * {@code vmStructs} tables. Whatever is torn, missing or hostile there is an empty answer here; every read is bounded.
 */
@NullMarked
package dev.plumbline.inspector.jvm.vmstructs;

import org.jspecify.annotations.NullMarked;
