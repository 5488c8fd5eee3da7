@NullMarked
package dev.plumbline.bridge;

import org.jspecify.annotations.NullMarked;
