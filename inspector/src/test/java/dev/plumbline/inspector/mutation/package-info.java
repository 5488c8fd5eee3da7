/** Tampered copies of real captures: every quantity claimed as checked is changed, and the change must be caught. */
@NullMarked
package dev.plumbline.inspector.mutation;

import org.jspecify.annotations.NullMarked;
