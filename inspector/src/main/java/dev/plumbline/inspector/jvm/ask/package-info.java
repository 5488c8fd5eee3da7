/** What a JVM says of its own memory when it is asked by diagnostic commands. */
@NullMarked
package dev.plumbline.inspector.jvm.ask;

import org.jspecify.annotations.NullMarked;
