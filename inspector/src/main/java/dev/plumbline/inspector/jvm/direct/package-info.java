/** Memory of direct byte buffers as the Java program accounts for it, read out of its objects. */
@NullMarked
package dev.plumbline.inspector.jvm.direct;

import org.jspecify.annotations.NullMarked;
