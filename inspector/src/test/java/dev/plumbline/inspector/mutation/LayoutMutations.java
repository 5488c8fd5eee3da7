package dev.plumbline.inspector.mutation;

import dev.plumbline.inspector.check.Finding;
import dev.plumbline.inspector.check.HostView;
import dev.plumbline.inspector.check.Verdict;
import java.util.List;
import java.util.function.UnaryOperator;

/** Addresses and structures moved to where the division of the address space does not allow them. */
final class LayoutMutations {

    /** Below the kernel and above nothing, on every architecture. */
    private static final String USER_ADDRESS = "10000000";

    private LayoutMutations() {}

    static List<Mutation> of(Finding claimed, HostView host) {
        String subject = claimed.subject();
        boolean wide = KernelText.isWide(host);
        if (subject.startsWith("pid ")) {
            return List.of(ofProcess(claimed, wide));
        }
        if (subject.startsWith("CONFIG_")) {
            return List.of(SettingMutations.config(claimed, host));
        }
        if (subject.startsWith("VMCOREINFO ")) {
            return List.of(SettingMutations.vmcoreinfo(claimed));
        }
        return switch (subject) {
            case "kernel symbols" ->
                List.of(moved(claimed, "proc/kallsyms", t -> symbol(t, wide, "[^\\[\\n]*\\n", 1000)));
            case "module symbols" -> List.of(moved(claimed, "proc/kallsyms", t -> symbol(t, wide, ".*\\t\\[.*\\n", 3)));
            case "modules" ->
                List.of(Mutation.ofHost(
                        claimed.check(),
                        "module ",
                        "the first module at a user address",
                        Edit.text("proc/modules", t -> t.replaceFirst("0x[0-9a-f]+", "0x" + USER_ADDRESS))));
            case "cpuinfo la57" -> flag(claimed);
            case "kcore segments" -> List.of(segment(claimed, "kcore segment", false));
            case "direct map segments" -> List.of(segment(claimed, "direct map segment", true));
            case "cpuinfo mmu" ->
                List.of(moved(claimed, "proc/cpuinfo", t -> t.replaceAll("(mmu\\s*: )\\S+", "$1sv99")));
            default -> List.of();
        };
    }

    /** Five levels need the flag; the flag does not need five levels. */
    private static List<Mutation> flag(Finding claimed) {
        boolean used = claimed.verdict() instanceof Verdict.Holds holds
                && holds.observed().equals("la57");
        return List.of(
                used
                        ? moved(claimed, "proc/cpuinfo", t -> t.replace(" la57", ""))
                        : Mutation.ofHost(
                                claimed.check(),
                                "",
                                "five levels claimed by a processor that has four",
                                Edit.text(
                                        "proc/kcore.headers",
                                        t -> t.replace("pgtable_l5_enabled)=0", "pgtable_l5_enabled)=1"))));
    }

    private static Mutation segment(Finding claimed, String named, boolean ram) {
        return Mutation.ofHost(
                claimed.check(),
                named,
                "at a user address",
                new Edit.Content("proc/kcore.headers", Edit.Reading.BOTH, b -> KcoreEdit.moveLoad(b, ram)));
    }

    private static Mutation moved(Finding claimed, String path, UnaryOperator<String> edit) {
        return Mutation.ofHost(claimed.check(), claimed.subject(), "moved in " + path, Edit.text(path, edit));
    }

    private static Mutation ofProcess(Finding claimed, boolean wide) {
        int pid = Subjects.pid(claimed.subject());
        UnaryOperator<String> edit = t -> KernelText.moveLastMapping(t, wide);
        return Mutation.ofProcess(
                claimed.check(),
                claimed.subject(),
                pid,
                "its last mapping moved to a kernel address",
                Edit.text("proc/" + pid + "/maps", edit));
    }

    /** Moves the n-th symbol whose rest of the line matches. */
    private static String symbol(String kallsyms, boolean wide, String rest, int n) {
        String address = wide ? "00000000" + USER_ADDRESS : USER_ADDRESS;
        return KernelText.replaceNth(kallsyms, "^[0-9a-f]+( [tT] " + rest + ")", n, address);
    }
}
