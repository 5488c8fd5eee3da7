/**
 * The C library through JNA. Nothing here is loaded before the first native call, and no type of JNA appears in a signature
 * that another package sees.
 */
@NullMarked
package dev.plumbline.bridge.jna;

import org.jspecify.annotations.NullMarked;
