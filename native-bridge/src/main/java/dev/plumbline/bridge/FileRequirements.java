package dev.plumbline.bridge;

import java.util.List;
import java.util.regex.Pattern;

/** What it takes to see a kernel file: the privilege that opens it, and the kernel option without which it is not there. */
final class FileRequirements {

    private static final String NO_PRIVILEGE = "root, or read permission on the file";
    private static final String NO_OPTION = "";

    private static final String PTRACE_READ =
            "the process's own user, or CAP_SYS_PTRACE in its user namespace (PTRACE_MODE_READ, ptrace(2))";
    private static final String PAGEMAP =
            "the process's own user, or CAP_SYS_PTRACE in its user namespace; frame numbers need CAP_SYS_ADMIN besides";
    private static final String KPAGE = "root: mode 0400 (fs/proc/page.c)";
    private static final String SYSCTL_ROOT = "root: mode 0600 (kernel/sysctl.c)";

    /** First match wins. Modes and access checks: fs/proc/base.c, page.c, kcore.c, mm/vmstat.c, kernel/printk/printk.c, Linux 6.12. */
    private static final List<Row> ROWS = List.of(
            row("proc/\\d+/pagemap", PAGEMAP, "CONFIG_PROC_PAGE_MONITOR"),
            row("proc/\\d+/(smaps|smaps_rollup)", PTRACE_READ, "CONFIG_PROC_PAGE_MONITOR"),
            row("proc/\\d+/numa_maps", PTRACE_READ, "CONFIG_NUMA"),
            row("proc/\\d+/(maps|auxv|exe|mem|personality|environ|stack|syscall)", PTRACE_READ, NO_OPTION),
            row("proc/(kpageflags|kpagecount)", KPAGE, "CONFIG_PROC_PAGE_MONITOR"),
            row("proc/kpagecgroup", KPAGE, "CONFIG_MEMCG"),
            row("proc/kcore", "CAP_SYS_RAWIO, and no kernel lockdown", "CONFIG_PROC_KCORE"),
            row("proc/kallsyms", "kernel.kptr_restrict below 2; addresses need CAP_SYSLOG at 1", "CONFIG_KALLSYMS"),
            row("proc/(pagetypeinfo|vmallocinfo|slabinfo)", "root: mode 0400", NO_OPTION),
            row("proc/modules", NO_PRIVILEGE, "CONFIG_MODULES"),
            row("proc/config\\.gz", NO_PRIVILEGE, "CONFIG_IKCONFIG_PROC"),
            row("proc/sys/vm/mmap_rnd_(compat_)?bits", SYSCTL_ROOT, "CONFIG_HAVE_ARCH_MMAP_RND_BITS"),
            row("proc/sys/.*", SYSCTL_ROOT, NO_OPTION),
            row("sys/devices/system/node.*", NO_PRIVILEGE, "CONFIG_NUMA"),
            row("sys/kernel/mm/transparent_hugepage.*", NO_PRIVILEGE, "CONFIG_TRANSPARENT_HUGEPAGE"),
            row("sys/kernel/mm/hugepages.*", NO_PRIVILEGE, "CONFIG_HUGETLBFS"),
            row(
                    "sys/kernel/debug/extfrag.*",
                    "root: debugfs has mode 0700",
                    "CONFIG_COMPACTION and CONFIG_DEBUG_FS, mounted at /sys/kernel/debug"),
            row("sys/kernel/debug.*", "root: debugfs has mode 0700", "CONFIG_DEBUG_FS, mounted"),
            row("dev/kmsg", "CAP_SYSLOG, or kernel.dmesg_restrict = 0", "CONFIG_PRINTK"));

    private FileRequirements() {}

    /** The privilege or setting that would open the file. */
    static String remedy(String path) {
        return rowOf(path).privilege();
    }

    /** Why a file may not be there, for people. */
    static String absence(String path) {
        String option = rowOf(path).option();
        return "this kernel does not offer it" + (option.isEmpty() ? "" : " (needs " + option + ")");
    }

    private static Row rowOf(String path) {
        return ROWS.stream()
                .filter(r -> r.path().matcher(path).matches())
                .findFirst()
                .orElseGet(() -> row(".*", NO_PRIVILEGE, NO_OPTION));
    }

    private static Row row(String path, String privilege, String option) {
        return new Row(Pattern.compile(path), privilege, option);
    }

    private record Row(Pattern path, String privilege, String option) {}
}
