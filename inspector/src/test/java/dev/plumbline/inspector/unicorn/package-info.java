/** The walk against an emulator that runs in this process: random tables, random accesses, both asked. */
@NullMarked
package dev.plumbline.inspector.unicorn;

import org.jspecify.annotations.NullMarked;
