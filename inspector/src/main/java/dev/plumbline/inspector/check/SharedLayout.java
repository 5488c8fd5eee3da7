package dev.plumbline.inspector.check;

import dev.plumbline.inspector.observed.Sysctl;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Every process has an address-space layout of its own. A fork without execve shares its parent's, bit for bit: whoever
 * learns an address from one worker knows it of all. Such a family is explained; processes that share a layout and are no
 * family are violated.
 *
 * <p>Source: mm->mmap_base and mm->start_stack are drawn in execve (fs/exec.c, setup_new_exec; fs/binfmt_elf.c) and copied by
 * kernel/fork.c, dup_mm.
 */
final class SharedLayout implements PopulationCheck {

    private static final String RANDOMIZE = "proc/sys/kernel/randomize_va_space";
    private static final int NAMED = 5;

    @Override
    public String id() {
        return "process.shared-layout";
    }

    @Override
    public Kind kind() {
        return Kind.POSTURE;
    }

    @Override
    public List<String> evidenceFiles() {
        return List.of("proc/PID/stat", "proc/PID/maps", "proc/PID/auxv");
    }

    @Override
    public void examine(List<ProcessSummary> processes, HostView host, Findings findings) {
        Map<AddressLayout, List<ProcessSummary>> groups = new LinkedHashMap<>();
        for (ProcessSummary process : processes) {
            process.layout().ifPresent(l -> groups.computeIfAbsent(l, k -> new ArrayList<>())
                    .add(process));
        }
        boolean switchedOff = host.text(RANDOMIZE, Sysctl::parseNumber)
                .intact()
                .filter(s -> s.number() == 0)
                .isPresent();
        ForkFamilies families = new ForkFamilies(processes);
        for (ProcessSummary process : processes) {
            Optional<AddressLayout> layout = process.layout();
            process.withoutLayout().ifPresent(why -> findings.add(this, process.subject(), why, List.of()));
            if (layout.isEmpty()) {
                continue;
            }
            List<ProcessSummary> group = groups.getOrDefault(layout.get(), List.of(process));
            findings.add(
                    this,
                    process.subject(),
                    verdict(process, group, families, switchedOff),
                    List.of(Evidence.in(
                            "proc/" + process.pid() + "/maps", layout.get().toString())));
        }
    }

    private static Verdict verdict(
            ProcessSummary process, List<ProcessSummary> group, ForkFamilies families, boolean switchedOff) {
        int size = group.size();
        if (size == 1) {
            return Verdict.Holds.equal(1);
        }
        String others = others(process, group);
        int family = families.familySize(process, group);
        if (family == size) {
            ProcessSummary relative = families.relative(process, group).orElseThrow();
            String text = "parent %d, session %d; shares a fork with %s"
                    .formatted(process.stat().ppid(), process.stat().session(), relative.subject());
            return explained(
                    size,
                    Evidence.at("proc/" + process.pid() + "/stat", 1, text),
                    "forked without execve: one layout for %s".formatted(others));
        }
        if (process.addrNoRandomize()) {
            return explained(
                    size,
                    Evidence.at("proc/" + process.pid() + "/personality", 1, "ADDR_NO_RANDOMIZE"),
                    "not randomized, like %s".formatted(others));
        }
        if (switchedOff) {
            return explained(
                    size,
                    Evidence.at(RANDOMIZE, 1, "0"),
                    "nothing on this host is randomized; like %s".formatted(others));
        }
        return new Verdict.Violated(
                Integer.toString(size),
                "1",
                "has the layout of %s, and they are no fork family (%d of %d related)".formatted(others, family, size));
    }

    private static Verdict explained(int size, Evidence evidence, String because) {
        return new Verdict.Explained(size, 1, "processes", List.of(new Verdict.Term(size - 1, evidence)), because);
    }

    private static String others(ProcessSummary process, List<ProcessSummary> group) {
        String named = group.stream()
                .filter(p -> p.pid() != process.pid())
                .limit(NAMED)
                .map(ProcessSummary::subject)
                .collect(Collectors.joining(", "));
        int left = group.size() - 1 - NAMED;
        return left > 0 ? named + " and %d more".formatted(left) : named;
    }
}
