/** One class a check: observation beside reference, and a verdict. */
@NullMarked
package dev.plumbline.inspector.check;

import org.jspecify.annotations.NullMarked;
