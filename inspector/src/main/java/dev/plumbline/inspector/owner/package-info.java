/** Whose memory is what: the owners, what claims a range for one, and how claims and mappings become a whole. */
@NullMarked
package dev.plumbline.inspector.owner;

import org.jspecify.annotations.NullMarked;
