@NullMarked
package dev.plumbline.inspector.source;

import org.jspecify.annotations.NullMarked;
