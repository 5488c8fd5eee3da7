@NullMarked
package dev.plumbline.bridge.oshi;

import org.jspecify.annotations.NullMarked;
