/** One machine held against another: their quantities, what differs, and whether that matters. */
@NullMarked
package dev.plumbline.inspector.check.compare;

import org.jspecify.annotations.NullMarked;
