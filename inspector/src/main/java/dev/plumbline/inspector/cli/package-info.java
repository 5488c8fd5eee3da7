/** The command line: wires, prints and exits. */
@NullMarked
package dev.plumbline.inspector.cli;

import org.jspecify.annotations.NullMarked;
