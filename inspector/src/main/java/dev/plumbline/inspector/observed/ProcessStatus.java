package dev.plumbline.inspector.observed;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * {@code /proc/PID/status}. Kernel threads and zombies have none of the lines that begin with {@code Vm}.
 *
 * <p>Source: {@code proc_pid_status}, fs/proc/array.c; {@code task_mem}, fs/proc/task_mmu.c; {@code hugetlb_report_usage},
 * mm/hugetlb.c.
 *
 * @param fields each line's name and text, in the order printed, without the white space around the text
 * @param lines each line's 1-based number, by name
 */
public record ProcessStatus(Map<String, String> fields, Map<String, Integer> lines) {

    /** A field's text; empty where the kernel did not print it. */
    public Optional<String> text(String field) {
        return Optional.ofNullable(fields.get(field));
    }

    /** Where a field stands; empty where the kernel did not print it. */
    public OptionalInt lineOf(String field) {
        return lines.containsKey(field) ? OptionalInt.of(lines.get(field)) : OptionalInt.empty();
    }

    /** The name of the main thread; the kernel's escapes for line feed and backslash are undone. */
    public String name() {
        String printed = fields.getOrDefault("Name", "");
        StringBuilder name = new StringBuilder(printed.length());
        for (int i = 0; i < printed.length(); i++) {
            char c = printed.charAt(i);
            if (c == '\\' && i + 1 < printed.length()) {
                i++;
                name.append(printed.charAt(i) == 'n' ? '\n' : printed.charAt(i));
            } else {
                name.append(c);
            }
        }
        return name.toString();
    }

    /** The letter of the state, such as {@code S}; empty text where the kernel did not print it. */
    public String state() {
        String state = fields.getOrDefault("State", "");
        return state.isEmpty() ? "" : state.substring(0, 1);
    }

    /** In the pid namespace of the reader. */
    public OptionalLong pid() {
        return number("Pid", 0);
    }

    /** The real user id, in the user namespace of the reader. */
    public OptionalLong uid() {
        return number("Uid", 0);
    }

    /** The effective user id. */
    public OptionalLong effectiveUid() {
        return number("Uid", 1);
    }

    /** The pid in each pid namespace, the reader's first; more than one where the process lives in a nested one. */
    public List<Long> nsPid() {
        List<Long> pids = new ArrayList<>();
        OptionalLong pid = number("NSpid", 0);
        while (pid.isPresent()) {
            pids.add(pid.getAsLong());
            pid = number("NSpid", pids.size());
        }
        return List.copyOf(pids);
    }

    /** Page tables of all levels, in KiB. */
    public OptionalLong vmPteKib() {
        return number("VmPTE", 0);
    }

    /** Present pages; may lag what smaps counts, for the kernel keeps the number per CPU or per thread. */
    public OptionalLong vmRssKib() {
        return number("VmRSS", 0);
    }

    /** The sum of all mappings. */
    public OptionalLong vmSizeKib() {
        return number("VmSize", 0);
    }

    /** Anonymous memory in swap. */
    public OptionalLong vmSwapKib() {
        return number("VmSwap", 0);
    }

    /** Hugetlb pages; not part of {@link #vmRssKib}. Printed with CONFIG_HUGETLB_PAGE. */
    public OptionalLong hugetlbPagesKib() {
        return number("HugetlbPages", 0);
    }

    /** Whether the kernel printed memory lines: false for kernel threads and zombies. */
    public boolean hasUserMemory() {
        return fields.containsKey("VmSize");
    }

    /** Any number of any field, by position; empty where there is none. */
    public OptionalLong number(String field, int position) {
        LineScanner words = new LineScanner(fields.getOrDefault(field, ""));
        if (!words.nextLine()) {
            return OptionalLong.empty();
        }
        for (int i = 0; ; i++) {
            words.skipBlanks();
            if (!words.acceptDecimal()) {
                return OptionalLong.empty();
            }
            if (i == position) {
                return OptionalLong.of(words.number());
            }
        }
    }
}
