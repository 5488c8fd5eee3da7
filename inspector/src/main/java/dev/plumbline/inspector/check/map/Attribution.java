package dev.plumbline.inspector.check.map;

import dev.plumbline.inspector.jvm.HotspotFacts;
import dev.plumbline.inspector.jvm.JvmIdentity;
import dev.plumbline.inspector.owner.Claim;
import java.util.List;
import java.util.Optional;

/**
 * Who says what of a process's mappings.
 *
 * @param claims in the order in which they are laid: what maps tells, what the JVM says that it reserved, the C library, the
 *     JVM's structures, the JVM's own words
 * @param generic how many of them come from maps alone
 * @param jvm what a JVM's structures say; empty where there is none, or they cannot be read
 * @param identity which JVM, by its structures or its words
 * @param runsJvm whether the process runs a JVM, readable or not
 * @param notes what could not be learnt, a sentence each
 */
record Attribution(
        List<Claim> claims,
        int generic,
        Optional<HotspotFacts> jvm,
        Optional<JvmIdentity> identity,
        boolean runsJvm,
        List<String> notes) {

    /** Copies the lists. */
    Attribution {
        claims = List.copyOf(claims);
        notes = List.copyOf(notes);
    }
}
