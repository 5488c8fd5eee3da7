package dev.plumbline.bridge;

import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * Why ptrace access to a process is refused, and what would grant it, by the rules in their order.
 *
 * <p>Source: {@code __ptrace_may_access}, kernel/ptrace.c; {@code yama_ptrace_access_check}, security/yama/yama_lsm.c;
 * {@code cap_ptrace_access_check}, security/commoncap.c (read at 6.12); ptrace(2).
 *
 * @param reason which rule refuses
 * @param remedy what would satisfy it
 */
record PtraceRefusal(String reason, String remedy) {

    /** CAP_SYS_PTRACE, include/uapi/linux/capability.h. */
    private static final int SYS_PTRACE_BIT = 19;

    private static final String AS_ROOT = "run as root (CAP_SYS_PTRACE in the process's user namespace)";

    static PtraceRefusal of(KernelFiles files, int pid) {
        String target = "proc/" + pid + "/status";
        String own = "proc/self/status";
        boolean capable = (mask(files, own, "CapEff") >>> SYS_PTRACE_BIT & 1) != 0;
        if (userNamespaceDiffers(files, pid)) {
            return new PtraceRefusal(
                    "it lives in another user namespace",
                    "run where CAP_SYS_PTRACE holds over its user namespace: as root of the host, or inside its container");
        }
        if (capable) {
            return afterCapability(files, pid);
        }
        if (!sameUser(files, own, target)) {
            String user = StatusLines.value(files, target, "Uid").orElse("of another user");
            return new PtraceRefusal(
                    "it belongs to another user or group (Uid " + user.replace('\t', ' ') + ")",
                    "run as that user, or " + AS_ROOT);
        }
        long theirs = mask(files, target, "CapPrm");
        if ((theirs & ~mask(files, own, "CapPrm")) != 0) {
            return new PtraceRefusal(
                    "it holds capabilities that this process lacks (CapPrm %016x)".formatted(theirs), AS_ROOT);
        }
        Optional<Integer> scope = yamaScope(files);
        if (scope.isPresent() && scope.get() > 0) {
            return yama(scope.get());
        }
        return new PtraceRefusal(
                "it may not be dumped (its program is set-id or unreadable, or it called prctl(PR_SET_DUMPABLE, 0)), or a"
                        + " security module forbids it",
                AS_ROOT);
    }

    private static PtraceRefusal afterCapability(KernelFiles files, int pid) {
        Optional<Integer> scope = yamaScope(files);
        if (scope.isPresent() && scope.get() == 3) {
            return yama(3);
        }
        String profile = files.read("proc/" + pid + "/attr/current")
                .content()
                .map(b -> new String(b, StandardCharsets.ISO_8859_1).strip())
                .filter(p -> !p.isEmpty())
                .map(p -> " (its security label: " + p + ")")
                .orElse("");
        return new PtraceRefusal(
                "this process has CAP_SYS_PTRACE, but a security module or a seccomp filter forbids it" + profile,
                "a policy that allows ptrace between the two");
    }

    private static PtraceRefusal yama(int scope) {
        String rule = "Yama forbids it (kernel.yama.ptrace_scope = " + scope + ")";
        return switch (scope) {
            case 1 ->
                new PtraceRefusal(
                        rule + ": only a process's ancestors may look into it", AS_ROOT + ", or set ptrace_scope to 0");
            case 2 -> new PtraceRefusal(rule + ": only CAP_SYS_PTRACE may look into processes", AS_ROOT);
            default ->
                new PtraceRefusal(
                        rule + ": nobody may look into processes",
                        "boot anew with ptrace_scope below 3; it cannot be lowered");
        };
    }

    private static Optional<Integer> yamaScope(KernelFiles files) {
        return files.read("proc/sys/kernel/yama/ptrace_scope")
                .content()
                .map(b -> new String(b, StandardCharsets.ISO_8859_1).strip())
                .filter(text -> text.matches("[0-3]"))
                .map(Integer::valueOf);
    }

    /** The link is as protected as the memory itself; where it cannot be read, this rule is not known to refuse. */
    private static boolean userNamespaceDiffers(KernelFiles files, int pid) {
        Optional<String> theirs = files.link("proc/" + pid + "/ns/user").content();
        Optional<String> ours = files.link("proc/self/ns/user").content();
        return theirs.isPresent() && ours.isPresent() && !theirs.equals(ours);
    }

    /** Real, effective and saved id must all be the caller's, of user and of group. */
    private static boolean sameUser(KernelFiles files, String own, String target) {
        for (String ids : new String[] {"Uid", "Gid"}) {
            Set<String> distinct = new HashSet<>();
            for (String path : new String[] {own, target}) {
                String[] words = StatusLines.value(files, path, ids).orElse("").split("\\s+", -1);
                for (int i = 0; i < Math.min(words.length, 3); i++) {
                    distinct.add(words[i]);
                }
            }
            if (distinct.size() > 1) {
                return false;
            }
        }
        return true;
    }

    private static long mask(KernelFiles files, String path, String name) {
        return StatusLines.value(files, path, name)
                .filter(text -> text.matches("[0-9a-fA-F]{1,16}"))
                .map(text -> Long.parseUnsignedLong(text, 16))
                .orElse(0L);
    }
}
