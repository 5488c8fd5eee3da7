/** Asking a JVM over the socket of its attach mechanism: the only place where this program talks to a process it looks at. */
@NullMarked
package dev.plumbline.bridge.attach;

import org.jspecify.annotations.NullMarked;
