package dev.plumbline.inspector.check;

import dev.plumbline.inspector.jvm.HotspotFacts;
import dev.plumbline.inspector.jvm.JavaHeap;
import dev.plumbline.inspector.jvm.VmFlags;
import dev.plumbline.inspector.reference.layout.HeapPlacement;
import java.util.Optional;

/**
 * A JVM and the process that runs it.
 *
 * @param facts what its structures say
 */
record Jvm(ProcessView process, HotspotFacts facts) {

    /** HeapBaseMinAddress where the JVM does not tell: 2 GiB on every 64-bit Linux (globals_linux_*.hpp, DEFAULT_...). */
    private static final long LOWEST_HEAP_BYTES = 2L << 30;

    private static final int LEAST_OBJECT_ALIGNMENT = 8;

    /** {@code pid 4711 java}, and which quantity of it. */
    String subject(String quantity) {
        return process.subject() + " " + quantity;
    }

    /** Whether references are compressed. */
    boolean compressesReferences() {
        return facts.flags().isOn("UseCompressedOops");
    }

    /** Where the reference would have the heap; empty where the JVM does not show its heap. */
    Optional<HeapPlacement> placement() {
        return facts.heap()
                .map(JavaHeap::reserved)
                .filter(r -> r.sizeBytes() > 0)
                .map(r -> new HeapPlacement(
                        r.sizeBytes(),
                        facts.flags().number("HeapBaseMinAddress").orElse(LOWEST_HEAP_BYTES),
                        setByUser("HeapBaseMinAddress"),
                        (int) facts.flags().number("ObjectAlignmentInBytes").orElse(LEAST_OBJECT_ALIGNMENT)));
    }

    /** Whether somebody chose an option's value; false where the JVM does not tell who. */
    boolean setByUser(String flag) {
        return Optional.ofNullable(facts.flags().flags().get(flag))
                .flatMap(VmFlags.Flag::origin)
                .filter(o -> !o.equals("default") && !o.equals("ergonomic"))
                .isPresent();
    }

    /** Evidence from the JVM's memory. */
    Evidence evidence(String text) {
        return Evidence.in(process.path("mem"), text);
    }
}
