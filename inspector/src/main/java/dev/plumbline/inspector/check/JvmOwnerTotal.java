package dev.plumbline.inspector.check;

import dev.plumbline.inspector.check.map.MapAnswer;
import dev.plumbline.inspector.check.map.MapOptions;
import dev.plumbline.inspector.check.map.ProcessMap;
import dev.plumbline.inspector.check.map.ProcessMapReader;
import dev.plumbline.inspector.observed.SmapsRollup;
import dev.plumbline.inspector.owner.OwnedRange;
import dev.plumbline.inspector.owner.Owner;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What a JVM's owners hold adds up to the resident and the proportional size that the kernel gives for the whole process, read
 * before and after.
 *
 * <p>Source: fs/proc/task_mmu.c, {@code show_smaps_rollup} and {@code __show_smap}: a mapping's Pss is printed rounded down to KiB,
 * the whole process's is rounded once.
 */
final class JvmOwnerTotal implements JvmCheck {

    private static final String ROLLUP = "smaps_rollup";
    private static final String KIB = "KiB";

    /**
     * Sizes go up and come back: Pss with every process that maps the same file and ends. Two equal readings around the owners' do not
     * exclude that; a sum that is wrong is so each time.
     */
    private static final int AGAIN = 3;

    @Override
    public String id() {
        return "jvm.owner-total";
    }

    @Override
    public Kind kind() {
        return Kind.CONFORMANCE;
    }

    @Override
    public void examine(Jvm jvm, Findings findings) {
        List<Finding> found = look(jvm);
        for (int again = 0; again < AGAIN && found.stream().anyMatch(JvmOwnerTotal::violated); again++) {
            found = look(jvm);
        }
        found.forEach(findings::add);
    }

    private static boolean violated(Finding finding) {
        return finding.verdict() instanceof Verdict.Violated;
    }

    /** Reads the whole's size, the owners', and the whole's again. */
    private List<Finding> look(Jvm jvm) {
        Observation<Optional<SmapsRollup>> before = rollup(jvm);
        MapAnswer answer = ProcessMapReader.read(jvm.process(), MapOptions.OUTSIDE);
        Observation<Optional<SmapsRollup>> after = rollup(jvm);
        List<Finding> found = new ArrayList<>();
        if (!(answer instanceof MapAnswer.Mapped mapped)) {
            found.add(new Finding(id(), kind(), jvm.subject("owners"), unread(answer), List.of()));
            return found;
        }
        for (Quantity quantity : Quantity.values()) {
            OptionalLong first = total(before, quantity);
            OptionalLong second = total(after, quantity);
            Verdict verdict = first.isEmpty() || second.isEmpty()
                    ? noTotal(before, after)
                    : verdict(mapped.map(), quantity, first.getAsLong(), second.getAsLong());
            found.add(new Finding(id(), kind(), jvm.subject(quantity.words), verdict, evidence(jvm, mapped.map())));
        }
        return found;
    }

    /** What is added up. */
    private enum Quantity {
        RESIDENT("Rss", "resident"),
        PROPORTIONAL("Pss", "proportional");

        private final String field;
        private final String words;

        Quantity(String field, String words) {
            this.field = field;
            this.words = words;
        }

        long kib(ProcessMap map) {
            return map.ranges().stream()
                            .map(OwnedRange::usage)
                            .mapToLong(u -> this == RESIDENT ? u.residentBytes() : u.pssBytes())
                            .sum()
                    >> 10;
        }
    }

    private static Observation<Optional<SmapsRollup>> rollup(Jvm jvm) {
        String path = jvm.process().path(ROLLUP);
        return HostView.observe(path, jvm.process().host().files().readAgain(path), SmapsRollup::parse);
    }

    private static OptionalLong total(Observation<Optional<SmapsRollup>> rollup, Quantity quantity) {
        return rollup.intact()
                .flatMap(r -> r)
                .map(r -> r.sizeKib(quantity.field))
                .orElse(OptionalLong.empty());
    }

    private static Verdict noTotal(
            Observation<Optional<SmapsRollup>> before, Observation<Optional<SmapsRollup>> after) {
        if (before.intact().isEmpty()) {
            return before.whyNot();
        }
        return after.intact().isEmpty()
                ? after.whyNot()
                : new Verdict.NotObservable(after.path() + " does not print it", "Linux 4.14");
    }

    private static Verdict unread(MapAnswer answer) {
        if (answer instanceof MapAnswer.Unreadable unreadable) {
            return new Verdict.NotObservable(unreadable.because(), unreadable.remedy());
        }
        if (answer instanceof MapAnswer.Gone gone) {
            return new Verdict.NotObservable(gone.because(), "");
        }
        return new Verdict.NotObservable(
                answer instanceof MapAnswer.NoUserMemory none ? none.because() : "it was not mapped", "");
    }

    private static Verdict verdict(ProcessMap map, Quantity quantity, long before, long after) {
        long sum = quantity.kib(map);
        String unknown = unknown(map);
        if (sum == before || sum == after) {
            return new Verdict.Holds(sum + " " + KIB, sum + " " + KIB, unknown);
        }
        long rounded = after - sum;
        long mappings = map.ranges().stream().map(OwnedRange::vma).distinct().count();
        if (quantity == Quantity.PROPORTIONAL && before == after && rounded > 0 && rounded < mappings) {
            Evidence why = Evidence.in(
                    map.origin().name(), "Pss of %d mappings, each rounded down to a KiB".formatted(mappings));
            return new Verdict.Explained(sum, after, KIB, List.of(new Verdict.Term(-rounded, why)), unknown);
        }
        return before == after
                ? new Verdict.Violated(
                        sum + " " + KIB, after + " " + KIB, "the owners' sum is not what the kernel counts")
                : new Verdict.Drifted(before + " " + KIB, after + " " + KIB, sum + " " + KIB, unknown);
    }

    private static String unknown(ProcessMap map) {
        long all =
                map.ranges().stream().mapToLong(r -> r.usage().residentBytes()).sum();
        long unknown = map.ranges().stream()
                .filter(r -> r.owner() == Owner.UNKNOWN)
                .mapToLong(r -> r.usage().residentBytes())
                .sum();
        return all == 0
                ? "nothing is resident"
                : "%.1f %% of the resident memory without an owner".formatted(100.0 * unknown / all);
    }

    private static List<Evidence> evidence(Jvm jvm, ProcessMap map) {
        return List.of(Evidence.in(
                jvm.process().path("smaps"),
                "%d ranges with owners".formatted(map.ranges().size())));
    }
}
