package dev.plumbline.inspector.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.inspector.check.Verdict.Explained;
import dev.plumbline.inspector.check.Verdict.Holds;
import dev.plumbline.inspector.check.Verdict.NotObservable;
import dev.plumbline.inspector.check.Verdict.Violated;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Positive and negative cases side by side; a JVM's own figures are those of HeapPlacementTest. */
class JvmChecksTest {

    private static final long GIB = 1L << 30;
    private static final String RANDOMIZE = "proc/sys/kernel/randomize_va_space";
    private static final String BITS = "proc/sys/vm/mmap_rnd_bits";

    private static Verdict of(Map<String, Verdict> verdicts, String quantity) {
        assertThat(verdicts).containsKey(quantity);
        return Objects.requireNonNull(verdicts.get(quantity));
    }

    @ParameterizedTest
    @CsvSource({
        "f0000000,  256, 0,         0, true",
        "f0000000,  256, 0,         3, false",
        "f0000000,  256, 1000,      0, false",
        "600000000, 8192, 0,        3, true",
        "600000000, 8192, 0,        0, false",
        "600000000, 8192, 0,        4, false",
        "600000000, 8192, 1000,     3, false",
        "a00200000, 1024, a00000000, 3, true",
        "a00200000, 1024, a00000000, 2, false",
        "a00200000, 1024, a00001000, 3, false",
        "a00200000, 1024, 0,        3, false",
    })
    void theEncodingIsTheOneThatTheHeapsPlaceAsksFor(String at, long mib, String base, int shift, boolean right) {
        JvmCase jvm = new JvmCase()
                .heap(Long.parseLong(at, 16), mib << 20)
                .oops(Long.parseLong(base, 16), shift)
                .maps("a00000000-a00200000 ---p 00000000 00:00 0\n");

        Verdict verdict = of(jvm.examine(new JvmCompressedOops()), "references");

        assertThat(verdict).isInstanceOf(right ? Holds.class : Violated.class);
    }

    @Test
    void aBaseThatCanBeTouchedTakesNullForAnObject() {
        JvmCase jvm = new JvmCase()
                .heap(0xa00200000L, GIB)
                .oops(0xa00000000L, 3)
                .maps("a00000000-a00200000 rw-p 00000000 00:00 0\n");

        assertThat(of(jvm.examine(new JvmCompressedOops()), "references"))
                .isInstanceOfSatisfying(
                        Violated.class, v -> assertThat(v.because()).contains("null"));
    }

    @Test
    void classPointersReachTheArchive() {
        JvmCase jvm = new JvmCase().flag("UseCompressedOops", false).klasses(0x800000000L, 0);

        assertThat(of(jvm.cds(0x800000000L, 0x800bc7000L).examine(new JvmCompressedOops()), "class pointers"))
                .isInstanceOf(Holds.class);
        assertThat(of(jvm.cds(0x7ff000000L, 0x800bc7000L).examine(new JvmCompressedOops()), "class pointers"))
                .isInstanceOf(Violated.class);
        assertThat(of(jvm.cds(0x8ff000000L, 0x900001000L).examine(new JvmCompressedOops()), "class pointers"))
                .isInstanceOf(Violated.class);
    }

    /** With compact object headers (24 and later) a class pointer has 22 bits. */
    @Test
    void compactHeadersReachLess() {
        JvmCase jvm = new JvmCase().flag("UseCompressedOops", false).cds(0x100000000L, 0x100001000L);

        assertThat(of(jvm.klasses(0, 3).examine(new JvmCompressedOops()), "class pointers"))
                .isInstanceOf(Holds.class);
        jvm.flag("UseCompactObjectHeaders", true);
        assertThat(of(jvm.klasses(0, 3).examine(new JvmCompressedOops()), "class pointers"))
                .isInstanceOf(Violated.class);
        assertThat(of(jvm.klasses(0, 11).examine(new JvmCompressedOops()), "class pointers"))
                .isInstanceOf(Holds.class);
    }

    @ParameterizedTest
    @CsvSource({
        "f0000000,     true,  holds, first address",
        "80000000,     true,  holds, below 4 GiB",
        "7f0000000,    true,  holds, 32-bit were taken",
        "1000000000,   true,  holds, 32-bit were taken",
        "7f1234200000, true,  holds, mmap chose",
        "70000000,     true,  violated, HeapBaseMinAddress",
        "7f1234200000, false, holds, any user address",
        "ffff888000000000, false, violated, no user address",
    })
    void aHeapLiesWhereHotSpotPutsOne(String at, boolean compressed, String verdict, String because) {
        JvmCase jvm = new JvmCase().heap(Long.parseUnsignedLong(at, 16), 256 << 20);
        jvm.flag("UseCompressedOops", compressed);

        Verdict found = of(jvm.examine(new JvmHeapWindow()), "heap");

        assertThat(found).isInstanceOf(verdict.equals("holds") ? Holds.class : Violated.class);
        assertThat(found.because()).contains(because);
    }

    @Test
    void whatAHeapsAddressLosesIsAccountedFor() {
        JvmCase jvm = new JvmCase()
                .file(RANDOMIZE, "2\n")
                .file(BITS, "28\n")
                .heap(0xf0000000L, 256 << 20)
                .oops(0, 0);
        assertThat(of(jvm.examine(new JvmAslr()), "heap"))
                .isInstanceOfSatisfying(
                        Explained.class, e -> assertThat(e.observed()).isZero());

        jvm.flag("UseCompressedOops", false).heap(0x7f1234200000L, 256 << 20);
        assertThat(of(jvm.examine(new JvmAslr()), "heap"))
                .isInstanceOfSatisfying(
                        Explained.class, e -> assertThat(e.observed()).isEqualTo(19));

        jvm.flag("G1HeapRegionSize", 32 << 20, "ergonomic").heap(0x7f1234000000L, 256 << 20);
        assertThat(of(jvm.examine(new JvmAslr()), "heap"))
                .isInstanceOfSatisfying(
                        Explained.class, e -> assertThat(e.observed()).isEqualTo(15));

        jvm.collector("z").heap(0x40000000000L, 256 << 20);
        assertThat(of(jvm.examine(new JvmAslr()), "heap"))
                .isInstanceOfSatisfying(
                        Explained.class, e -> assertThat(e.because()).contains("ZGC"));

        jvm.file(RANDOMIZE, "0\n");
        assertThat(of(jvm.examine(new JvmAslr()), "heap")).isInstanceOfSatisfying(Explained.class, e -> assertThat(
                        e.terms().get(0).evidence().file())
                .isEqualTo(RANDOMIZE));
    }

    @Test
    void anArchiveIsFixedOrMoved() {
        JvmCase jvm = new JvmCase().file(BITS, "28\n").file(RANDOMIZE, "2\n").cds(0x800000000L, 0x800bc7000L);

        assertThat(of(jvm.examine(new JvmAslr()), "class-data archive")).isInstanceOf(Explained.class);
        assertThat(of(jvm.flag("ArchiveRelocationMode", 1, "default").examine(new JvmAslr()), "class-data archive"))
                .isInstanceOf(Holds.class);
    }

    @Test
    void everyThreadHasItsZones() {
        JvmCase jvm = new JvmCase()
                .flag("StackRedPages", 1, "default")
                .flag("StackYellowPages", 2, "default")
                .flag("StackReservedPages", 1, "default")
                .maps("""
                        7f0000000000-7f0000004000 ---p 00000000 00:00 0
                        7f0000004000-7f0000100000 rw-p 00000000 00:00 0
                        7f0000200000-7f0000203000 ---p 00000000 00:00 0
                        7f0000203000-7f0000300000 rw-p 00000000 00:00 0
                        """)
                .thread(0x7f0000000000L, 0x7f0000100000L);
        assertThat(of(jvm.examine(new JvmStackGuards()), "stacks"))
                .isEqualTo(new Holds("1 of 1", "1 of 1", "16 KiB below each stack are inaccessible"));

        // A thread that has ended is no thread without zones; one whose zones are a page short is.
        jvm.thread(0x7f0000400000L, 0x7f0000500000L);
        assertThat(of(jvm.examine(new JvmStackGuards()), "stacks")).isInstanceOf(Holds.class);
        jvm.thread(0x7f0000200000L, 0x7f0000300000L);
        assertThat(of(jvm.examine(new JvmStackGuards()), "stacks"))
                .isInstanceOfSatisfying(
                        Violated.class, v -> assertThat(v.observed()).isEqualTo("2 of 3"));
    }

    @Test
    void whatIsNotExportedIsNotJudged() {
        JvmCase jvm = new JvmCase();

        assertThat(of(jvm.examine(new JvmHeapWindow()), "heap")).isInstanceOf(NotObservable.class);
        assertThat(of(jvm.examine(new JvmCompressedOops()), "references")).isInstanceOf(NotObservable.class);
        assertThat(of(jvm.examine(new JvmStackGuards()), "stacks")).isInstanceOf(NotObservable.class);
        assertThat(of(jvm.examine(new JvmLargePages()), "heap")).isInstanceOf(NotObservable.class);
    }
}
