/**
 * The TLB simulator, apart from the walker: set-associative arrays, page-walk caches, address-space tags and what
 * invalidates them. It is told which page maps an address and counts; it translates nothing.
 */
@NullMarked
package dev.plumbline.inspector.reference.mmu.tlb;

import org.jspecify.annotations.NullMarked;
