/** A host or a capture as the description that its zones are derived from, with the source of every part. */
@NullMarked
package dev.plumbline.inspector.check.machine;

import org.jspecify.annotations.NullMarked;
