@NullMarked
package dev.plumbline.inspector.reference.mmu;

import org.jspecify.annotations.NullMarked;
