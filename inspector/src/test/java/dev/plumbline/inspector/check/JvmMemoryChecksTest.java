package dev.plumbline.inspector.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.inspector.check.Verdict.Holds;
import dev.plumbline.inspector.check.Verdict.NotObservable;
import dev.plumbline.inspector.check.Verdict.Violated;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Large pages and limits, of a JVM with a heap of 256 MiB. */
class JvmMemoryChecksTest {

    private static final String GROUP = "sys/fs/cgroup/pod/";
    private static final long HEAP = 0xf0000000L;

    private static JvmCase jvm() {
        return new JvmCase()
                .heap(HEAP, 256 << 20)
                .oops(0, 0)
                .flag("MaxHeapSize", 256 << 20, "command line")
                .file("sys/kernel/mm/transparent_hugepage/enabled", "always madvise [never]\n")
                .file("sys/kernel/mm/transparent_hugepage/hpage_pmd_size", "2097152\n")
                .file("proc/sys/vm/nr_hugepages", "0\n")
                .file("proc/mounts", "cgroup2 /sys/fs/cgroup cgroup2 rw,nosuid 0 0\n");
    }

    private static String smaps(long rssKib, long hugeKib, long hugetlbKib) {
        return """
                f0000000-100000000 rw-p 00000000 00:00 0
                Rss:              %d kB
                AnonHugePages:    %d kB
                Private_Hugetlb:  %d kB
                VmFlags: rd wr mr mw me ac
                """.formatted(rssKib, hugeKib, hugetlbKib);
    }

    private static Verdict only(Map<String, Verdict> verdicts) {
        assertThat(verdicts).hasSize(1);
        return Objects.requireNonNull(verdicts.values().iterator().next());
    }

    private static Verdict pages(JvmCase jvm, String smaps) {
        return only(jvm.file("proc/4711/smaps", smaps).examine(new JvmLargePages()));
    }

    @Test
    void whatWasAskedForWasGiven() {
        assertThat(pages(jvm(), smaps(10240, 0, 0))).isEqualTo(new Holds("0 of 10240 KiB", "none asked for", ""));
        assertThat(pages(jvm().flag("UseTransparentHugePages", true), smaps(10240, 8192, 0)))
                .isInstanceOf(Holds.class);
        assertThat(pages(jvm().flag("UseTransparentHugePages", true), smaps(10240, 0, 0)))
                .isInstanceOfSatisfying(
                        Violated.class, v -> assertThat(v.because()).contains("enabled is never"));
        assertThat(pages(jvm().flag("UseTransparentHugePages", true), smaps(1024, 0, 0)))
                .isInstanceOf(Holds.class);
        assertThat(pages(jvm().flag("UseLargePages", true), smaps(0, 0, 262144)))
                .isEqualTo(new Holds("262144 of 262144 KiB", "large pages", "UseLargePages"));
    }

    /** The JVM withdraws the option by itself. */
    @Test
    void whatWasAskedForStandsOnTheCommandLine() {
        JvmCase jvm = jvm().flag("UseLargePages", false).file("proc/4711/cmdline", "java\0-XX:+UseLargePages\0Main\0");

        assertThat(pages(jvm, smaps(10240, 0, 0))).isInstanceOfSatisfying(Violated.class, v -> assertThat(v.because())
                .contains("vm.nr_hugepages is 0"));
    }

    private static JvmCase limited(String limit) {
        return jvm().file("proc/4711/cgroup", "0::/pod/java\n")
                .file(GROUP + "java/memory.max", "max\n")
                .file(GROUP + "java/memory.current", "209715200\n")
                .file(GROUP + "java/memory.stat", "anon 1\ninactive_file 104857600\n")
                .file(GROUP + "memory.max", limit);
    }

    @Test
    void aHeapStaysBelowEveryLimitAboveIt() {
        assertThat(only(limited("max\n").examine(new JvmRssVsCgroup())))
                .isInstanceOfSatisfying(
                        Holds.class, h -> assertThat(h.expected()).isEqualTo("no limit"));
        assertThat(only(limited("536870912\n").examine(new JvmRssVsCgroup())))
                .isInstanceOfSatisfying(Holds.class, h -> {
                    assertThat(h.expected()).isEqualTo("below 512.0 MiB");
                    assertThat(h.because()).contains("charged 200.0 MiB", "working set 100.0 MiB");
                });
        assertThat(only(limited("268435456\n").examine(new JvmRssVsCgroup())))
                .isInstanceOfSatisfying(
                        Violated.class, v -> assertThat(v.because()).contains("kills"));
    }

    @Test
    void theOldFormHasItsOwnFiles() {
        JvmCase jvm = jvm().file("proc/4711/cgroup", "4:memory:/pod\n0::/\n")
                .file("proc/mounts", "cgroup /sys/fs/cgroup/memory cgroup rw,memory 0 0\n")
                .file("sys/fs/cgroup/memory/pod/memory.limit_in_bytes", "134217728\n")
                .file("sys/fs/cgroup/memory/pod/memory.usage_in_bytes", "104857600\n");

        assertThat(only(jvm.examine(new JvmRssVsCgroup())))
                .isInstanceOfSatisfying(
                        Violated.class, v -> assertThat(v.expected()).isEqualTo("below 128.0 MiB"));
        jvm.file("sys/fs/cgroup/memory/pod/memory.limit_in_bytes", "9223372036854771712\n");
        assertThat(only(jvm.examine(new JvmRssVsCgroup())))
                .isInstanceOfSatisfying(
                        Holds.class, h -> assertThat(h.expected()).isEqualTo("no limit"));
    }

    @Test
    void withoutAGroupThereIsNothingToSay() {
        assertThat(only(jvm().examine(new JvmRssVsCgroup()))).isInstanceOf(NotObservable.class);
    }
}
