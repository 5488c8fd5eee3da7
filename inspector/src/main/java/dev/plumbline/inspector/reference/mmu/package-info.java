/** Page-table accounting and formats at work: what the MMU's rules say must be so. */
@NullMarked
package dev.plumbline.inspector.reference.mmu;

import org.jspecify.annotations.NullMarked;
