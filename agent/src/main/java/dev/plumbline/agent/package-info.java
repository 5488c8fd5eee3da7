/** The Java agent's entry points. */
@NullMarked
package dev.plumbline.agent;

import org.jspecify.annotations.NullMarked;
