/** One file an architecture: page-table formats, address-space and zone tables, as data. */
@NullMarked
package dev.plumbline.inspector.arch;

import org.jspecify.annotations.NullMarked;
