@NullMarked
package dev.plumbline.inspector.source.image;

import org.jspecify.annotations.NullMarked;
