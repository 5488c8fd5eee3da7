package dev.plumbline.inspector.check;

import dev.plumbline.inspector.observed.Sysctl;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Every process has an address-space layout of its own. A fork without execve shares its parent's, bit for bit: whoever
 * learns an address from one worker knows it of all. Such a family is explained; processes that share a layout and are no
 * family are violated. A family is one quantity, its lowest pid the subject.
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
        for (List<ProcessSummary> group : groups.values()) {
            examineGroup(group, families, switchedOff, findings);
        }
        for (ProcessSummary process : processes) {
            process.withoutLayout().ifPresent(why -> findings.add(this, process.subject(), why, List.of()));
        }
    }

    private void examineGroup(
            List<ProcessSummary> group, ForkFamilies families, boolean switchedOff, Findings findings) {
        ProcessSummary first = group.get(0);
        if (group.size() == 1) {
            add(first, Verdict.Holds.equal(1), findings);
        } else if (families.familySize(first, group) == group.size()) {
            ProcessSummary relative = families.relative(first, group).orElseThrow();
            String text = "parent %d, session %d; shares a fork with %s"
                    .formatted(first.stat().ppid(), first.stat().session(), relative.subject());
            Evidence evidence = Evidence.at("proc/" + first.pid() + "/stat", 1, text);
            String because = "forked without execve: one layout for %s".formatted(others(first, group));
            add(first, explained(group.size(), evidence, because), findings);
        } else {
            group.forEach(p -> add(p, notOfOneFamily(p, group, families, switchedOff), findings));
        }
    }

    private void add(ProcessSummary process, Verdict verdict, Findings findings) {
        String layout = process.layout().map(AddressLayout::toString).orElse("");
        findings.add(this, process.subject(), verdict, List.of(Evidence.in("proc/" + process.pid() + "/maps", layout)));
    }

    private static Verdict notOfOneFamily(
            ProcessSummary process, List<ProcessSummary> group, ForkFamilies families, boolean switchedOff) {
        int size = group.size();
        String others = others(process, group);
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
        int family = families.familySize(process, group);
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
