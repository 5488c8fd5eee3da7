/** What every check says of every real kernel. */
@NullMarked
package dev.plumbline.inspector.captures;

import org.jspecify.annotations.NullMarked;
