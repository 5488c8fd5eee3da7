@NullMarked
package dev.plumbline.inspector.check;

import org.jspecify.annotations.NullMarked;
