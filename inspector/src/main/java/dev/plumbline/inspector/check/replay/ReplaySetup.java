package dev.plumbline.inspector.check.replay;

import dev.plumbline.inspector.reference.zone.buddy.KernelRules;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Collectors;

/**
 * What a trace does not record and a replay needs: the kernel's rules, and the CPU's state before the first step.
 *
 * @param rules the kernel's rules
 * @param state the rest by name; what is missing has its usual value
 */
public record ReplaySetup(KernelRules rules, List<Setting> state) {

    /** Something that a trace does not record. */
    public enum Unrecorded {
        /** CPUs of the zone's node, among which {@code high} is divided; usually the fewest that {@code high} allows for. */
        CPUS("cpus", -1),
        /** {@code free_factor} of struct per_cpu_pages, before 6.7; usually 0. */
        FREE_FACTOR("free_factor", 0),
        /** {@code alloc_factor} of struct per_cpu_pages, from 6.7; usually 0. */
        ALLOC_FACTOR("alloc_factor", 0),
        /** {@code free_count} of struct per_cpu_pages, from 6.7; usually 0. */
        FREE_COUNT("free_count", 0),
        /** {@code PCPF_PREV_FREE_HIGH_ORDER}, 1 or 0; usually 0. */
        PREV_FREE_HIGH_ORDER("prev_free_high_order", 0),
        /** {@code PCPF_FREE_HIGH_BATCH}: 1 with a large cache, 0 without; usually 1. */
        FREE_HIGH_BATCH("free_high_batch", 1),
        /** {@code high_max}, from 6.7; usually computed from the pages managed now. */
        HIGH_MAX("high_max", -1),
        /** {@code high_min}, from 6.7; usually computed from the low watermark. */
        HIGH_MIN("high_min", -1),
        /** {@code stat_threshold} of the counters; 0 without SMP; usually computed from the pages managed now. */
        STAT_THRESHOLD("stat_threshold", -1),
        /** This CPU's part of NR_FREE_PAGES; usually all that the lists have more than the counter shows. */
        VM_STAT_DIFF("vm_stat_diff", Integer.MIN_VALUE),
        /** 1 where per-CPU lists hold huge pages ({@code CONFIG_TRANSPARENT_HUGEPAGE}), 0 where not; usually 1. */
        HUGE_LISTS("huge_lists", 1),
        /** The last number of "protection" in /proc/zoneinfo; usually 0. */
        PROTECTION("protection", 0);

        private final String word;
        private final int usual;

        Unrecorded(String word, int usual) {
            this.word = word;
            this.usual = usual;
        }

        /** Its name in options and reports: the kernel's own where it has one. */
        public String word() {
            return word;
        }
    }

    /** One value that differs from the usual. */
    public record Setting(Unrecorded what, int value) {}

    /** Copies the settings. */
    public ReplaySetup {
        state = List.copyOf(state);
    }

    /** Everything as usual. */
    public static ReplaySetup usual(KernelRules rules) {
        return new ReplaySetup(rules, List.of());
    }

    /** The same but for one value. */
    public ReplaySetup with(Unrecorded what, int value) {
        List<Setting> changed = new ArrayList<>();
        for (Setting setting : state) {
            if (setting.what() != what) {
                changed.add(setting);
            }
        }
        changed.add(new Setting(what, value));
        return new ReplaySetup(rules, changed);
    }

    /** A value: what was set, or the usual one. */
    int value(Unrecorded what) {
        return given(what).orElse(what.usual);
    }

    /** A value, if it was set. */
    OptionalInt given(Unrecorded what) {
        for (Setting setting : state) {
            if (setting.what() == what) {
                return OptionalInt.of(setting.value());
            }
        }
        return OptionalInt.empty();
    }

    /** For people: the rules, and what is not as usual. */
    public String words() {
        String rest = state.stream()
                .map(setting -> setting.what().word() + " " + setting.value())
                .collect(Collectors.joining(", "));
        return "rules of " + rules.release() + (rest.isEmpty() ? "" : ", " + rest);
    }
}
