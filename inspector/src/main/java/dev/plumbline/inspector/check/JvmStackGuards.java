package dev.plumbline.inspector.check;

import dev.plumbline.inspector.jvm.JavaThreadStack;
import dev.plumbline.inspector.jvm.VmFlags;
import dev.plumbline.inspector.observed.Mappings;
import dev.plumbline.inspector.observed.Vma;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/**
 * The lowest pages of every Java thread's stack, its red, yellow and reserved zone, are inaccessible, so that recursion ends in a
 * StackOverflowError and not in other memory.
 *
 * <p>Source: {@code StackOverflow::create_stack_guard_pages} and {@code initialize_stack_zone_sizes},
 * src/hotspot/share/runtime/stackOverflow.cpp (17 to 25), thread.cpp in 8 and 11: each zone is its flag times 4 KiB, rounded up to
 * whole pages.
 */
final class JvmStackGuards implements JvmCheck {

    private static final long UNIT_BYTES = 4096;
    private static final List<String> ZONES = List.of("StackRedPages", "StackYellowPages", "StackReservedPages");

    @Override
    public String id() {
        return "jvm.stack-guards";
    }

    @Override
    public Kind kind() {
        return Kind.POSTURE;
    }

    @Override
    public void examine(Jvm jvm, Findings findings) {
        OptionalLong zone = zoneBytes(jvm);
        List<JavaThreadStack> threads = jvm.facts().threads();
        if (zone.isEmpty() || threads.isEmpty()) {
            Verdict none =
                    new Verdict.NotObservable("the JVM exports neither its threads nor the sizes of their zones", "");
            findings.add(this, jvm.subject("stacks"), none, List.of());
            return;
        }
        // A thread makes its zones as it starts and takes them away as it ends: only what lacks them twice lacks them.
        Observation<List<Vma>> first = jvm.process().mapsAgain();
        Observation<List<Vma>> second = jvm.process().mapsAgain();
        if (first.intact().isEmpty() || second.intact().isEmpty()) {
            Observation<List<Vma>> unread = first.intact().isEmpty() ? first : second;
            findings.add(this, jvm.subject("stacks"), unread.whyNot(), List.of());
            return;
        }
        List<JavaThreadStack> open = unguarded(first.intact().get(), threads, zone.getAsLong());
        List<JavaThreadStack> still = unguarded(second.intact().get(), open, zone.getAsLong());
        findings.add(this, jvm.subject("stacks"), verdict(threads, still, zone.getAsLong()), evidence(jvm, still));
    }

    private static Verdict verdict(List<JavaThreadStack> threads, List<JavaThreadStack> open, long zone) {
        String expected = "%d of %d".formatted(threads.size(), threads.size());
        String observed = "%d of %d".formatted(threads.size() - open.size(), threads.size());
        return open.isEmpty()
                ? new Verdict.Holds(
                        observed, expected, "%d KiB below each stack are inaccessible".formatted(zone >> 10))
                : new Verdict.Violated(
                        observed,
                        expected,
                        "the lowest %d KiB of the others can be touched: deep recursion there runs into other memory"
                                .formatted(zone >> 10));
    }

    private static List<Evidence> evidence(Jvm jvm, List<JavaThreadStack> open) {
        return open.stream()
                .limit(8)
                .map(t -> jvm.evidence("%s %s"
                        .formatted(t.tid().isPresent() ? "thread " + t.tid().getAsLong() : "thread", t.stack())))
                .toList();
    }

    private static OptionalLong zoneBytes(Jvm jvm) {
        VmFlags flags = jvm.facts().flags();
        long page = JvmAnswer.pageBytes(jvm.process());
        long sum = 0;
        for (String zone : ZONES) {
            long bytes = flags.number(zone).orElse(0) * UNIT_BYTES;
            sum += (bytes + page - 1) / page * page;
        }
        return sum > 0 ? OptionalLong.of(sum) : OptionalLong.empty();
    }

    /** Those whose zone can be touched. What is mapped no more has ended. */
    private static List<JavaThreadStack> unguarded(List<Vma> now, List<JavaThreadStack> threads, long zone) {
        Mappings mappings = new Mappings(now);
        List<JavaThreadStack> open = new ArrayList<>();
        for (JavaThreadStack thread : threads) {
            long start = thread.stack().start().value();
            boolean alive = mappings.at(thread.stack().end().value() - 1)
                    .filter(Vma::writable)
                    .isPresent();
            boolean guarded = mappings.at(start)
                    .filter(v -> !v.readable() && !v.writable() && !v.executable())
                    .filter(v -> Long.compareUnsigned(v.range().end().value(), start + zone) >= 0)
                    .isPresent();
            if (alive && !guarded) {
                open.add(thread);
            }
        }
        return open;
    }
}
