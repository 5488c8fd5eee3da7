/** What single addresses and ranges of addresses are: read and explained, compared with nothing. */
@NullMarked
package dev.plumbline.inspector.check.address;

import org.jspecify.annotations.NullMarked;
