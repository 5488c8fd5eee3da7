/** Rules that hold for the whole of the inspector. */
@NullMarked
package dev.plumbline.inspector;

import org.jspecify.annotations.NullMarked;
