package dev.plumbline.inspector.check;

import dev.plumbline.inspector.jvm.JavaHeap;
import dev.plumbline.inspector.observed.SmapsRollup;
import dev.plumbline.inspector.unit.AddressRange;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A JVM's heap may not grow past the memory limit of its container: before it throws OutOfMemoryError the kernel would kill it.
 * RSS, PSS, what is charged to the container and its working set stand beside the limit, each with what it counts.
 *
 * <p>Source: mm/memcontrol.c, {@code try_charge_memcg}; fs/proc/task_mmu.c, {@code smaps_account}.
 */
final class JvmRssVsCgroup implements JvmCheck {

    @Override
    public String id() {
        return "jvm.rss-vs-cgroup";
    }

    @Override
    public Kind kind() {
        return Kind.POSTURE;
    }

    @Override
    public void examine(Jvm jvm, Findings findings) {
        Optional<MemoryGroup> group = MemoryGroup.of(jvm.process());
        if (group.isEmpty()) {
            Verdict none = new Verdict.NotObservable(
                    "no control group accounts for its memory, or its files cannot be seen from here",
                    "a mounted cgroup file system with the memory controller");
            findings.add(this, jvm.subject("memory limit"), none, List.of());
            return;
        }
        OptionalLong heap = largestHeap(jvm);
        if (heap.isEmpty()) {
            Verdict none = new Verdict.NotObservable("the JVM exports neither its heap nor MaxHeapSize", "");
            findings.add(this, jvm.subject("memory limit"), none, List.of());
            return;
        }
        findings.add(
                this,
                jvm.subject("memory limit"),
                verdict(heap.getAsLong(), group.get(), words(jvm, group.get())),
                evidence(jvm, group.get(), heap.getAsLong()));
    }

    /** ZGC reserves many times what it may use, so the option comes first. */
    private static OptionalLong largestHeap(Jvm jvm) {
        OptionalLong option = jvm.facts().flags().number("MaxHeapSize");
        return option.isPresent()
                ? option
                : jvm.facts().heap().map(JavaHeap::reserved).map(AddressRange::sizeBytes).stream()
                        .mapToLong(Long::longValue)
                        .findFirst();
    }

    private static Verdict verdict(long heap, MemoryGroup group, String words) {
        String observed = mebibytes(heap);
        if (group.limit().isEmpty()) {
            return new Verdict.Holds(observed, "no limit", words);
        }
        long limit = group.limit().getAsLong();
        String expected = "below " + mebibytes(limit);
        return heap < limit
                ? new Verdict.Holds(observed, expected, words)
                : new Verdict.Violated(
                        observed,
                        expected,
                        "the heap alone may outgrow the limit: the kernel kills it before it throws; " + words);
    }

    private static String words(Jvm jvm, MemoryGroup group) {
        List<String> words = new ArrayList<>();
        Optional<SmapsRollup> rollup =
                jvm.process().text("smaps_rollup", SmapsRollup::parse).intact().flatMap(r -> r);
        rollup.map(r -> r.rssKib())
                .filter(OptionalLong::isPresent)
                .ifPresent(
                        kib -> words.add("RSS %s (shared pages in full)".formatted(mebibytes(kib.getAsLong() << 10))));
        rollup.map(r -> r.sizeKib("Pss"))
                .filter(OptionalLong::isPresent)
                .ifPresent(
                        kib -> words.add("PSS %s (shared pages in part)".formatted(mebibytes(kib.getAsLong() << 10))));
        group.usage().ifPresent(usage -> {
            words.add("charged %s (whole group, with page cache and kernel memory)".formatted(mebibytes(usage)));
            group.inactiveFile()
                    .ifPresent(inactive -> words.add("working set %s (charged, without inactive page cache)"
                            .formatted(mebibytes(usage - inactive))));
        });
        return String.join(", ", words);
    }

    private static List<Evidence> evidence(Jvm jvm, MemoryGroup group, long heap) {
        return List.of(
                jvm.evidence("MaxHeapSize=%d".formatted(heap)),
                Evidence.at(
                        group.limitFile(),
                        1,
                        group.limit().isPresent() ? Long.toString(group.limit().getAsLong()) : "no limit"));
    }

    private static String mebibytes(long bytes) {
        return "%.1f MiB".formatted(bytes / (double) (1 << 20));
    }
}
