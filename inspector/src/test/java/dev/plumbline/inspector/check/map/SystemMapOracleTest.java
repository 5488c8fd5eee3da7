package dev.plumbline.inspector.check.map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.plumbline.bridge.LiveHost;
import dev.plumbline.bridge.NotAHostException;
import dev.plumbline.bridge.Origin;
import dev.plumbline.bridge.attach.AttachAnswer;
import dev.plumbline.bridge.attach.AttachLimits;
import dev.plumbline.bridge.attach.AttachReply;
import dev.plumbline.bridge.attach.JvmAttach;
import dev.plumbline.fixtures.jvm.Jdk;
import dev.plumbline.fixtures.jvm.TargetJvm;
import dev.plumbline.inspector.owner.OwnedRange;
import dev.plumbline.inspector.owner.Owner;
import dev.plumbline.inspector.unit.AddressRange;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Mapping by mapping: where the JVM's {@code System.map} names what a mapping is for, every part of it has that owner, from outside
 * and asked; where it names a file, ours is the same.
 *
 * <p>It names whole mappings, of which the kernel may have joined what the JVM mapped with memory of others (a mapped chunk of
 * malloc beside a table of the collector). A part that has another owner must be one that the JVM did not reserve, or reserved for
 * that: by its native memory tracking, which knows no mappings and is exact to the byte. From outside a part may also be unknown; asked
 * it may not.
 */
@EnabledOnOs(OS.LINUX)
class SystemMapOracleTest {

    private static final int ATTEMPTS = 10;

    static Stream<JvmSetup> ofThisMachine() {
        return JvmSetup.collectorsOf(25).filter(s -> s.name().matches("G1|Z"));
    }

    static Stream<JvmSetup> all() {
        return Stream.of(25, 26)
                .flatMap(r -> Stream.concat(JvmSetup.collectorsOf(r), JvmSetup.variationsOf(r)))
                .filter(s -> s.wrapper().isEmpty());
    }

    @ParameterizedTest
    @MethodSource("ofThisMachine")
    void ownersAreThoseOfSystemMap(JvmSetup setup) throws NotAHostException {
        check(setup);
    }

    @Tag("slow")
    @ParameterizedTest
    @MethodSource("all")
    void ownersAreThoseOfAnySystemMap(JvmSetup setup) throws NotAHostException {
        check(setup);
    }

    private static void check(JvmSetup setup) throws NotAHostException {
        assumeTrue(setup.available(), Jdk.missing(setup.release()));
        List<String> options = Stream.concat(setup.options().stream(), Stream.of("-XX:NativeMemoryTracking=detail"))
                .toList();
        try (TargetJvm target =
                TargetJvm.start(setup.jdk(), options, setup.arguments().toArray(String[]::new))) {
            JvmAttach jvm = attached(target);
            for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
                ProcessMap asked = LiveMaps.mapped(target.pid(), MapOptions.ASKING);
                List<SystemMap> oracle = SystemMap.of(told(jvm, "System.map"));
                ProcessMap outside = LiveMaps.mapped(target.pid(), MapOptions.OUTSIDE);
                if (sameMappings(oracle, asked) && sameMappings(oracle, outside)) {
                    assertThat(oracle.stream().flatMap(m -> m.uses().stream()))
                            .contains("JAVAHEAP", "CODE", "META", "POLL");
                    List<ReservedByJvm> reserved = ReservedByJvm.of(told(jvm, "VM.native_memory detail"));
                    assertThat(contradictions(oracle, asked, reserved, part -> false))
                            .as("asked")
                            .isEmpty();
                    assertThat(contradictions(oracle, outside, reserved, SystemMapOracleTest::saysNothing))
                            .as("outside")
                            .isEmpty();
                    return;
                }
            }
            throw new AssertionError("the JVM never rested while it was read and asked");
        }
    }

    private static JvmAttach attached(TargetJvm target) throws NotAHostException {
        Origin.Live host = (Origin.Live) LiveHost.open(Path.of("/")).origin();
        long start =
                LiveMaps.mapped(target.pid(), MapOptions.KERNEL_FILES).stat().startTimeTicks();
        return ((AttachAnswer.Value<JvmAttach>) JvmAttach.open(host, target.pid(), start, AttachLimits.DEFAULT))
                .value();
    }

    private static String told(JvmAttach jvm, String command) {
        return ((AttachAnswer.Value<AttachReply>) jvm.command(command)).value().text();
    }

    /** Whether both saw the mappings alike: the JVM maps and protects memory as it goes. */
    private static boolean sameMappings(List<SystemMap> oracle, ProcessMap map) {
        Set<String> theirs =
                oracle.stream().map(m -> m.range() + " " + m.protection()).collect(Collectors.toSet());
        Set<String> ours = map.ranges().stream()
                .map(OwnedRange::vma)
                .filter(vma -> !vma.path().equals("[vsyscall]"))
                .map(vma -> vma.range() + " " + vma.permissions())
                .collect(Collectors.toSet());
        theirs.removeIf(m -> m.startsWith("ffffffffff600000-"));
        return theirs.equals(ours);
    }

    private static List<String> contradictions(
            List<SystemMap> oracle, ProcessMap map, List<ReservedByJvm> reserved, Predicate<OwnedRange> excepted) {
        List<String> found = new ArrayList<>();
        for (SystemMap mapping : oracle) {
            map.ranges().stream()
                    .filter(part -> mapping.range().contains(part.range()))
                    .filter(part ->
                            !(owned(mapping, part, reserved) || excepted.test(part)) || !sameFile(mapping, part))
                    .map(part -> "%s %s %s is %s %s %s by %s"
                            .formatted(
                                    mapping.range(),
                                    mapping.uses(),
                                    mapping.file().orElse(""),
                                    part.owner().word(),
                                    size(part.range()),
                                    part.label(),
                                    part.evidence()))
                    .forEach(found::add);
        }
        return found;
    }

    /** From outside, what no structure leads to is unknown, and inaccessible memory that nobody claims a guard. */
    private static boolean saysNothing(OwnedRange part) {
        return part.owner() == Owner.UNKNOWN
                || (part.owner() == Owner.GUARD && part.evidence().equals("anonymous, no access"));
    }

    private static boolean owned(SystemMap mapping, OwnedRange part, List<ReservedByJvm> reserved) {
        return mapping.uses().isEmpty()
                || mapping.owners().contains(part.owner())
                || reserved.stream().filter(r -> r.overlaps(part.range())).allMatch(r -> r.owner() == part.owner());
    }

    /** A JVM in a chroot names files as it sees them, below its own root. */
    private static boolean sameFile(SystemMap mapping, OwnedRange part) {
        return mapping.file()
                .filter(file -> !part.vma().fileName().endsWith(file)
                        && !part.vma().path().endsWith(file))
                .isEmpty();
    }

    private static String size(AddressRange range) {
        return (range.sizeBytes() >> 10) + " KiB";
    }
}
