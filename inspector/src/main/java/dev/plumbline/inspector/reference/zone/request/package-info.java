/** What a request for pages would meet: which zones it may use, what it may take of each, and what happens where none has it. */
@NullMarked
package dev.plumbline.inspector.reference.zone.request;

import org.jspecify.annotations.NullMarked;
