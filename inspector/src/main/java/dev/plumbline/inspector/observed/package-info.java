/** Records and their parsers: text in, record out, no I/O. */
@NullMarked
package dev.plumbline.inspector.observed;

import org.jspecify.annotations.NullMarked;
