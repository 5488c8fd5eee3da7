/** Where bytes come from: the reading type, and the live host behind it. */
@NullMarked
package dev.plumbline.bridge;

import org.jspecify.annotations.NullMarked;
