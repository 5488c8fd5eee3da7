/** From what firmware and command line say to nodes, zones and their numbers: what a machine must look like. */
@NullMarked
package dev.plumbline.inspector.reference.zone.derive;

import org.jspecify.annotations.NullMarked;
