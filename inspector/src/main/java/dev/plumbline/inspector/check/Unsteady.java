package dev.plumbline.inspector.check;

import dev.plumbline.inspector.observed.ProcessStatus;
import dev.plumbline.inspector.observed.SwitchCount;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Proof that a process ran while its files were read and changed its pages, so that they need not agree with each other. To
 * have run is not enough: most programs run to wait again.
 */
final class Unsteady {

    private Unsteady() {}

    /** The proof in words; empty where there is none. */
    static Optional<String> of(ProcessView process, ProcessMemory memory) {
        ProcessStatus status = process.status().intact().orElseThrow();
        if (memory.outrun().isEmpty()) {
            return Optional.empty();
        }
        if (process.stat().state() == 'R' || status.state().equals("R")) {
            return Optional.of("it was running, and " + change(memory));
        }
        OptionalLong before = switches(status);
        Optional<ProcessStatus> later = memory.statusAfter().intact();
        OptionalLong after = later.isPresent() ? switches(later.get()) : scheduled(process);
        return before.isPresent() && after.isPresent() && before.getAsLong() != after.getAsLong()
                ? Optional.of("it ran meanwhile (%d switches to other tasks, then %d), and %s"
                        .formatted(before.getAsLong(), after.getAsLong(), change(memory)))
                : Optional.empty();
    }

    private static String change(ProcessMemory memory) {
        return "smaps counts pages in %s that pagemap does not show"
                .formatted(memory.outrun().orElseThrow().vma().range());
    }

    private static OptionalLong scheduled(ProcessView process) {
        return process.text("sched", SwitchCount::parse)
                .intact()
                .flatMap(count -> count)
                .map(count -> OptionalLong.of(count.switches()))
                .orElse(OptionalLong.empty());
    }

    private static OptionalLong switches(ProcessStatus status) {
        OptionalLong voluntary = status.number("voluntary_ctxt_switches", 0);
        OptionalLong forced = status.number("nonvoluntary_ctxt_switches", 0);
        return voluntary.isPresent() && forced.isPresent()
                ? OptionalLong.of(voluntary.getAsLong() + forced.getAsLong())
                : OptionalLong.empty();
    }
}
