package dev.plumbline.inspector.mutation;

import dev.plumbline.inspector.check.Finding;
import dev.plumbline.inspector.check.HostView;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Map;
import java.util.function.LongUnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Page sizes and settings of randomization, changed in one source at a time. */
final class SettingMutations {

    private static final Map<String, String> SYSCTLS = Map.of(
            "randomize_va_space", "proc/sys/kernel/randomize_va_space",
            "mmap_rnd_bits", "proc/sys/vm/mmap_rnd_bits",
            "mmap_rnd_compat_bits", "proc/sys/vm/mmap_rnd_compat_bits",
            "legacy_va_layout", "proc/sys/vm/legacy_va_layout");

    private static final Map<String, String> OTHER_CHOICES = Map.of(
            "CONFIG_PAGE_SIZE_4KB", "CONFIG_PAGE_SIZE_64KB",
            "CONFIG_PAGE_SIZE_16KB", "CONFIG_PAGE_SIZE_64KB",
            "CONFIG_ARM64_4K_PAGES", "CONFIG_ARM64_64K_PAGES",
            "CONFIG_ARM64_16K_PAGES", "CONFIG_ARM64_64K_PAGES",
            "CONFIG_VMSPLIT_3G", "CONFIG_VMSPLIT_2G");

    private static final Map<String, String> OTHER_VALUES = Map.of(
            "CONFIG_PAGE_SHIFT", "13",
            "CONFIG_PAGE_OFFSET", "0x80000000");

    private static final int AT_PAGESZ = 6;

    private SettingMutations() {}

    static List<Mutation> of(Finding claimed, HostView host) {
        String subject = claimed.subject();
        if (subject.startsWith("pid ")) {
            return List.of(ofProcess(claimed));
        }
        if (subject.startsWith("CONFIG_")) {
            return List.of(config(claimed, host));
        }
        if (subject.startsWith("VMCOREINFO ")) {
            return List.of(vmcoreinfo(claimed));
        }
        String sysctl = SYSCTLS.get(subject);
        if (sysctl != null) {
            String weak = subject.startsWith("mmap") ? "99\n" : subject.startsWith("legacy") ? "1\n" : "0\n";
            return List.of(
                    Mutation.ofHost(claimed.check(), subject, "set to " + weak.strip(), Edit.text(sysctl, t -> weak)));
        }
        return switch (subject) {
            case "command line" ->
                List.of(Mutation.ofHost(
                        claimed.check(),
                        subject,
                        "nokaslr added",
                        Edit.text("proc/cmdline", t -> t.stripTrailing() + " nokaslr\n")));
            case "_text" -> text(claimed);
            case "KERNELOFFSET" ->
                List.of(Mutation.ofHost(
                        claimed.check(),
                        subject,
                        "another offset",
                        Edit.text(
                                "proc/kcore.headers",
                                t -> t.replaceFirst("KERNELOFFSET=[0-9a-f]+", "KERNELOFFSET=7e00000"))));
            default -> List.of();
        };
    }

    /** Another choice where there are several; another value; not set for a switch. */
    static Mutation config(Finding claimed, HostView host) {
        String name = claimed.subject();
        String other = OTHER_CHOICES.getOrDefault(name, name);
        return Mutation.ofHost(
                claimed.check(),
                OTHER_VALUES.containsKey(name) || name.endsWith("VA_BITS") ? "" : other,
                name + " changed in the kernel's configuration",
                Edit.text(KernelText.configPath(host), t -> option(t, name, other)));
    }

    private static String option(String config, String name, String other) {
        String value = name.equals("CONFIG_ARM64_VA_BITS")
                ? config.contains(name + "=48") ? "39" : "48"
                : OTHER_VALUES.get(name);
        String changed = value != null
                ? name + "=" + value
                : other.equals(name) ? "# " + name + " is not set" : "# " + name + " is not set\n" + other + "=y";
        return config.replace("# " + other + " is not set\n", "").replaceFirst("(?m)^" + name + "=.*$", changed);
    }

    /** The note decides which reference applies, so the contradiction may be named where the kernel really lies. */
    static Mutation vmcoreinfo(Finding claimed) {
        String key = claimed.subject().substring("VMCOREINFO ".length());
        return Mutation.ofHost(
                claimed.check(),
                "",
                claimed.subject() + " changed",
                Edit.text("proc/kcore.headers", t -> note(t, key)));
    }

    private static String note(String kcore, String key) {
        String line = "(?m)^((?:NUMBER\\()?" + key + "\\)?=).*$";
        return switch (key) {
            case "VA_BITS" -> kcore.replaceFirst(line, kcore.contains("(VA_BITS)=48") ? "$139" : "$148");
            case "TCR_EL1_T1SZ" -> kcore.replaceFirst(line, kcore.contains("T1SZ)=0x10") ? "$10x19" : "$10x10");
            default -> KernelText.first(kcore, "^(?:NUMBER\\()?" + key + "\\)?=(\\d+)", v -> v ^ 1);
        };
    }

    private static Mutation ofProcess(Finding claimed) {
        int pid = Subjects.pid(claimed.subject());
        String directory = "proc/" + pid + "/";
        return claimed.subject().endsWith("AT_PAGESZ")
                ? Mutation.ofProcess(
                        claimed.check(),
                        claimed.subject(),
                        pid,
                        "twice the page size",
                        new Edit.Content(directory + "auxv", Edit.Reading.BOTH, SettingMutations::doublePageSize))
                : Mutation.ofProcess(
                        claimed.check(),
                        claimed.subject(),
                        pid,
                        "one mapping's page size",
                        Edit.text(
                                directory + "smaps",
                                t -> KernelText.first(t, "^KernelPageSize:\\s+(\\d+)", v -> v * 2)));
    }

    /** No image is aligned to a page only, and the offset that the kernel publishes is another. */
    private static List<Mutation> text(Finding claimed) {
        return List.of(Mutation.ofHost(
                claimed.check(),
                "",
                "_text one page further",
                Edit.text("proc/kallsyms", t -> moveText(t, at -> at + 0x1000))));
    }

    private static String moveText(String kallsyms, LongUnaryOperator move) {
        Matcher text = Pattern.compile("(?m)^([0-9a-f]+) . _text$").matcher(kallsyms);
        if (!text.find()
                && !text.usePattern(Pattern.compile("(?m)^([0-9a-f]+) . _stext$"))
                        .reset()
                        .find()) {
            throw new AssertionError("neither _text nor _stext");
        }
        String digits = text.group(1);
        String moved = Long.toHexString(move.applyAsLong(Long.parseUnsignedLong(digits, 16)));
        return kallsyms.substring(0, text.start(1))
                + "0".repeat(digits.length() - moved.length())
                + moved
                + kallsyms.substring(text.end(1));
    }

    private static byte[] doublePageSize(byte[] auxv) {
        ByteBuffer words = ByteBuffer.wrap(auxv.clone()).order(ByteOrder.LITTLE_ENDIAN);
        for (int at = 0; at + 16 <= auxv.length; at += 16) {
            if (words.getLong(at) == AT_PAGESZ) {
                return words.putLong(at + 8, words.getLong(at + 8) * 2).array();
            }
        }
        for (int at = 0; at + 8 <= auxv.length; at += 8) {
            if (words.getInt(at) == AT_PAGESZ) {
                return words.putInt(at + 4, words.getInt(at + 4) * 2).array();
            }
        }
        throw new AssertionError("no AT_PAGESZ");
    }
}
