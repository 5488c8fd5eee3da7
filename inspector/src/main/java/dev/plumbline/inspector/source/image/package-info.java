/** Memory images on disk behind {@code PhysicalMemory}: raw, ELF core, LiME, and a frame index beside its frames. */
@NullMarked
package dev.plumbline.inspector.source.image;

import org.jspecify.annotations.NullMarked;
