package dev.plumbline.inspector.mutation;

import dev.plumbline.inspector.check.Finding;
import dev.plumbline.inspector.check.HostView;
import dev.plumbline.inspector.check.Verdict;
import java.util.List;
import java.util.Set;

/** For each finding of a check, the changes to the capture that the check must notice. */
final class Mutations {

    /** What a check states of the reference itself, for the reader; no file could contradict it. */
    private static final Set<String> OF_THE_REFERENCE =
            Set.of("host.page-size page-table format", "layout.vm-split user and kernel range");

    private Mutations() {}

    /** Whether the finding is the reference's own statement. */
    static boolean restsOnNoFile(Finding claimed) {
        return (claimed.verdict() instanceof Verdict.Holds holds && anywhere(holds))
                || OF_THE_REFERENCE.contains(claimed.check() + " " + claimed.subject());
    }

    /** An image that cannot be moved, and one that may lie at any page: arm64's, with KASLR. */
    private static boolean anywhere(Verdict.Holds text) {
        return text.because().contains("this architecture's kernel cannot move its image")
                || text.expected().startsWith("not in ");
    }

    /** The changes that concern one finding; empty where none is known. */
    static List<Mutation> of(Finding claimed, HostView host) {
        return switch (claimed.check().substring(0, claimed.check().indexOf('.'))) {
            case "zone" -> ZoneMutations.of(claimed, host);
            case "mmu" -> PageMutations.of(claimed, host);
            case "process" -> PostureMutations.of(claimed, host);
            case "host" -> SettingMutations.of(claimed, host);
            case "layout" -> LayoutMutations.of(claimed, host);
            default -> List.of();
        };
    }
}
