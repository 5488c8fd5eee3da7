package dev.plumbline.inspector.jvm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.plumbline.bridge.NotAHostException;
import dev.plumbline.fixtures.jvm.Jdk;
import dev.plumbline.fixtures.jvm.TargetJvm;
import dev.plumbline.inspector.unit.AddressRange;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each release with each of its collectors, beside what the JVM itself says through jcmd. */
final class HotspotMatrixTest {

    @ParameterizedTest(name = "{0} {1} {2}")
    @CsvSource({"17, G1, ''", "25, Z, ''"})
    void theJvmOfThisMachine(int release, String collector, String option) throws Exception {
        compare(release, collector, option);
    }

    @Tag("slow")
    @ParameterizedTest(name = "{0} {1} {2}")
    @CsvSource({
        "8, Serial, ''",
        "8, Parallel, ''",
        "8, G1, ''",
        "8, ConcMarkSweep, ''",
        "8, G1, -XX:-UseCompressedOops",
        "11, Serial, ''",
        "11, Parallel, ''",
        "11, G1, ''",
        "11, ConcMarkSweep, ''",
        "11, Z, ''",
        "11, Shenandoah, ''",
        "11, Epsilon, ''",
        "11, G1, -Xshare:off",
        "17, Serial, ''",
        "17, Parallel, ''",
        "17, Z, ''",
        "17, Shenandoah, ''",
        "17, Epsilon, ''",
        "17, G1, -XX:-UseCompressedOops",
        "17, G1, -Xshare:off",
        "17, G1, -XX:-UseCompressedClassPointers",
        "17, G1, -XX:-SegmentedCodeCache",
        "17, G1, -Xmx8g",
        "21, G1, ''",
        "21, Z, ''",
        "21, Z, -XX:+ZGenerational",
        "21, Shenandoah, ''",
        "21, Parallel, ''",
        "25, Serial, ''",
        "25, Parallel, ''",
        "25, G1, ''",
        "25, Shenandoah, ''",
        "25, Shenandoah, -XX:ShenandoahGCMode=generational",
        "25, Epsilon, ''",
        "25, G1, -XX:+UseCompactObjectHeaders",
        "25, G1, -XX:NativeMemoryTracking=summary",
        "26, G1, ''",
        "26, Z, ''",
        "26, Parallel, ''",
        "26, Shenandoah, ''"
    })
    void theOthers(int release, String collector, String option) throws Exception {
        compare(release, collector, option);
    }

    private static void compare(int release, String collector, String option)
            throws IOException, InterruptedException, NotAHostException {
        Optional<Jdk> jdk = Jdk.ofVersion(release);
        assumeTrue(jdk.isPresent(), () -> Jdk.missing(release));
        List<String> options =
                new ArrayList<>(List.of("-Xmx256m", "-XX:+UnlockExperimentalVMOptions", "-XX:+Use" + collector + "GC"));
        if (!option.isEmpty()) {
            options.add(option);
        }
        try (TargetJvm target = TargetJvm.start(jdk.get(), options);
                LiveTarget live = new LiveTarget(target.pid())) {
            // Asking makes the thread that answers: ask first, so that it is there for both.
            String threads = JvmWords.ask(jdk.get(), target, "Thread.print");
            String info = release == 8 ? "" : JvmWords.ask(jdk.get(), target, "VM.info");
            String flags = JvmWords.ask(jdk.get(), target, "VM.flags", "-all");
            String code = release == 8 ? "" : JvmWords.ask(jdk.get(), target, "Compiler.codecache");
            String space = release < 17 ? "" : JvmWords.ask(jdk.get(), target, "VM.metaspace", "basic", "scale=1");
            HotspotAnswer answer = live.read();
            assertThat(answer).isInstanceOf(HotspotAnswer.Found.class);
            HotspotAnswer.Found found = (HotspotAnswer.Found) answer;
            assertThat(found.notes()).isEmpty();
            assertThat(found.facts().identity().version()).startsWith(release == 8 ? "1.8" : "" + release);
            assertThat(found.facts().identity().collector())
                    .contains(collector.equals("ConcMarkSweep") ? "cms" : collector.toLowerCase(Locale.ROOT));
            sameThreads(found.facts(), threads);
            sameFlags(found.facts().flags(), flags);
            sameCode(found.facts(), code);
            sameSpaces(found.facts(), info);
            sameMetaspace(found.facts(), space);
        }
    }

    private static void sameThreads(HotspotFacts facts, String threads) {
        Set<String> java = JvmWords.all(threads, "^\"[^\"]*\" #.* nid=0?x?([0-9a-f]+) ");
        boolean hex = threads.contains(" nid=0x");
        Set<Long> said =
                java.stream().map(n -> Long.parseLong(n, hex ? 16 : 10)).collect(Collectors.toSet());
        Set<Long> read =
                facts.threads().stream().map(t -> t.tid().orElseThrow()).collect(Collectors.toSet());
        assertThat(said).hasSizeGreaterThan(8);
        assertThat(read).containsAll(said);
        assertThat(facts.threads()).anyMatch(t -> t.name().equals(Optional.of("worker 3")));
    }

    /** Each flag's type and value; numbers as they stand, reals and texts left out. */
    private static void sameFlags(VmFlags flags, String text) {
        Set<String> said =
                JvmWords.all(text, "^ *(bool|int|uint|intx|uintx|size_t|uint64_t) ([A-Za-z0-9]+) +:?= ([-a-z0-9]+) ");
        assertThat(said).hasSizeGreaterThan(400);
        Set<String> read = flags.flags().values().stream()
                .map(f -> f.type() + " " + f.name() + " " + text(f))
                .collect(Collectors.toSet());
        assertThat(read).containsAll(said);
    }

    private static String text(VmFlags.Flag flag) {
        if (flag.value() instanceof VmFlags.Bool bool) {
            return Boolean.toString(bool.on());
        }
        if (flag.value() instanceof VmFlags.Integral number) {
            return flag.type().startsWith("u") || flag.type().equals("size_t")
                    ? Long.toUnsignedString(number.number())
                    : Long.toString(number.number());
        }
        return flag.value().toString();
    }

    private static void sameCode(HotspotFacts facts, String text) {
        Set<String> said = JvmWords.all(text, "bounds \\[0x([0-9a-f]+), 0x([0-9a-f]+), 0x([0-9a-f]+)\\]");
        Set<String> read = facts.codeHeaps().stream()
                .map(h -> hex(h.reserved().start().value()) + " "
                        + hex(h.committed().end().value()) + " "
                        + hex(h.reserved().end().value()))
                .collect(Collectors.toSet());
        assertThat(read).isNotEmpty();
        if (!text.isEmpty()) {
            assertThat(read).isEqualTo(said);
            assertThat(facts.codeHeaps())
                    .allMatch(
                            h -> h.name().isPresent() && text.contains(h.name().get()));
        }
    }

    private static void sameSpaces(HotspotFacts facts, String info) {
        Set<String> coops = JvmWords.all(info, "^Heap address: 0x([0-9a-f]+), size: (\\d+) MB");
        assertThat(facts.heap()).isPresent();
        AddressRange heap = facts.heap().orElseThrow().reserved();
        if (!coops.isEmpty()) {
            assertThat(coops).containsExactly(hex(heap.start().value()) + " " + (heap.sizeBytes() >> 20));
        }
        same(info, "^Compressed class space mapped at: 0x([0-9a-f]+)-0x([0-9a-f]+),", facts.classSpace());
        same(info, "^CDS archive\\(s\\) mapped at: \\[0x([0-9a-f]+)-0x[0-9a-f]+-0x([0-9a-f]+)\\)", facts.cds());
        same(info, "^Card table byte_map: \\[0x([0-9a-f]+),0x([0-9a-f]+)\\]", facts.cardTable());
        Set<String> narrow = JvmWords.all(info, "^Narrow klass base: 0x([0-9a-f]+), Narrow klass shift: (\\d+)");
        narrow.forEach(n -> assertThat(facts.klasses().map(k -> hex(k.base()) + " " + k.shift()))
                .hasValue(n));
    }

    private static void same(String info, String pattern, Optional<AddressRange> read) {
        for (String said : JvmWords.all(info, pattern)) {
            assertThat(read.map(r -> hex(r.start().value()) + " " + hex(r.end().value())))
                    .hasValue(said);
        }
    }

    private static void sameMetaspace(HotspotFacts facts, String text) {
        Set<String> reserved = JvmWords.all(text, "^ +(?:Non-)?[Cc]lass space: +(\\d+) bytes reserved");
        if (!reserved.isEmpty()) {
            long said = reserved.stream().mapToLong(Long::parseLong).sum();
            long read = LongStream.concat(
                            facts.metaspace().stream().mapToLong(AddressRange::sizeBytes),
                            facts.classSpace().stream().mapToLong(AddressRange::sizeBytes))
                    .sum();
            assertThat(read).isEqualTo(said);
        }
    }

    private static String hex(long address) {
        return Long.toHexString(address);
    }
}
