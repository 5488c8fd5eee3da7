/** User and kernel address-space windows: what the layout rules say must be so. */
@NullMarked
package dev.plumbline.inspector.reference.layout;

import org.jspecify.annotations.NullMarked;
