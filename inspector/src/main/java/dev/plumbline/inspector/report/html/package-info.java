/** A process's map as one HTML file that asks the network for nothing. */
@NullMarked
package dev.plumbline.inspector.report.html;

import org.jspecify.annotations.NullMarked;
