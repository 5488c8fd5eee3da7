/** What OSHI knows about the host, through those parts of it that start no other program and load nothing native. */
@NullMarked
package dev.plumbline.bridge.oshi;

import org.jspecify.annotations.NullMarked;
