package dev.plumbline.inspector.check;

import dev.plumbline.inspector.observed.Personality;
import dev.plumbline.inspector.observed.Vma;
import dev.plumbline.inspector.unit.VirtAddr;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A process's stack is not executable, and its personality does not make every readable mapping so.
 *
 * <p>Source: fs/binfmt_elf.c, load_elf_binary: PT_GNU_STACK sets or clears VM_EXEC of the stack; without that header the
 * architecture's elf_read_implies_exec decides, which also sets READ_IMPLIES_EXEC.
 */
final class ExecutableStack implements ProcessCheck {

    private static final String STACK = "[stack]";

    @Override
    public String id() {
        return "process.exec-stack";
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
        Optional<Vma> stack = stack(process, maps.intact().get());
        if (stack.isEmpty()) {
            Verdict verdict = new Verdict.NotObservable(
                    "%s names no %s, and nothing is mapped where stat says it began"
                            .formatted(process.path("maps"), STACK),
                    "");
            findings.add(this, process.subject(), verdict, List.of());
            return;
        }
        boolean readImpliesExec = process.text("personality", Personality::parse)
                .intact()
                .flatMap(p -> p)
                .filter(Personality::readImpliesExec)
                .isPresent();
        List<Evidence> evidence = new ArrayList<>();
        evidence.add(MapsEvidence.of(process, stack.get()));
        if (readImpliesExec) {
            evidence.add(Evidence.at(process.path("personality"), 1, "READ_IMPLIES_EXEC"));
        }
        findings.add(this, process.subject(), verdict(stack.get(), readImpliesExec), evidence);
    }

    private static Verdict verdict(Vma stack, boolean readImpliesExec) {
        String expected = "rw-p";
        if (readImpliesExec) {
            return new Verdict.Violated(
                    stack.permissions(),
                    expected,
                    "personality has READ_IMPLIES_EXEC: every readable mapping is made executable");
        }
        return stack.executable()
                ? new Verdict.Violated(
                        stack.permissions(),
                        expected,
                        "the program or a library it loaded asks for an executable stack (PT_GNU_STACK)")
                : new Verdict.Holds(stack.permissions(), expected, "");
    }

    private static Optional<Vma> stack(ProcessView process, List<Vma> maps) {
        Optional<Vma> named = maps.stream().filter(v -> v.path().equals(STACK)).findFirst();
        return named.or(() -> process.stat().startStack().stream()
                .boxed()
                .flatMap(start -> maps.stream().filter(v -> v.range().contains(new VirtAddr(start))))
                .findFirst());
    }
}
