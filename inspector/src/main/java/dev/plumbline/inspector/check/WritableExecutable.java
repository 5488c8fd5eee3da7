package dev.plumbline.inspector.check;

import dev.plumbline.inspector.observed.Vma;
import java.util.List;
import java.util.Optional;

/**
 * No mapping of a process is writable and executable at once. Whoever can write to such a mapping executes what was written.
 * The code cache of a runtime that compiles is explained by the file that shows the runtime, and stays listed.
 *
 * <p>Source: VM_WRITE and VM_EXEC of {@code vm_flags} as fs/proc/task_mmu.c, show_vma_header_prefix, prints them.
 */
final class WritableExecutable implements ProcessCheck {

    private static final int SHOWN = 8;

    @Override
    public String id() {
        return "process.w-x";
    }

    @Override
    public Kind kind() {
        return Kind.POSTURE;
    }

    @Override
    public List<String> evidenceFiles() {
        return List.of("proc/PID/stat", "proc/PID/maps");
    }

    @Override
    public void examine(ProcessView process, HostView host, Findings findings) {
        Observation<List<Vma>> maps = process.maps();
        if (maps.intact().isEmpty()) {
            findings.add(this, process.subject(), maps.whyNot(), List.of());
            return;
        }
        List<Vma> all = maps.intact().get();
        List<Vma> both =
                all.stream().filter(v -> v.writable() && v.executable()).toList();
        List<Evidence> evidence =
                both.stream().limit(SHOWN).map(v -> MapsEvidence.of(process, v)).toList();
        findings.add(this, process.subject(), verdict(process, all, both), evidence);
    }

    private static Verdict verdict(ProcessView process, List<Vma> all, List<Vma> both) {
        if (both.isEmpty()) {
            return Verdict.Holds.equal(0);
        }
        Optional<JitRuntime> runtime = JitRuntime.TABLE.stream()
                .filter(r -> r.shownBy(all).isPresent())
                .findFirst();
        long code = both.stream()
                .filter(v -> runtime.isPresent() && JitRuntime.mayHoldCode(v))
                .count();
        String observed = Integer.toString(both.size());
        if (runtime.isEmpty() || code == 0) {
            return new Verdict.Violated(observed, "0", "no runtime that compiles at run time accounts for any of them");
        }
        if (code < both.size()) {
            return new Verdict.Violated(
                    observed,
                    "0",
                    "%d of them are %s, the others are not"
                            .formatted(code, runtime.get().name()));
        }
        Vma shown = runtime.get().shownBy(all).orElseThrow();
        return new Verdict.Explained(
                both.size(),
                0,
                "mappings",
                List.of(new Verdict.Term(code, MapsEvidence.of(process, shown))),
                runtime.get().name());
    }
}
