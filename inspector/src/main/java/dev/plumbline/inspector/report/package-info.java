/** Verdicts as text and JSON. */
@NullMarked
package dev.plumbline.inspector.report;

import org.jspecify.annotations.NullMarked;
