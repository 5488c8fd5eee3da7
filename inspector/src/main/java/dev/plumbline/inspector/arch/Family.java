package dev.plumbline.inspector.arch;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * Families of machines, with and without a reference, and what gives each away.
 *
 * @param name as {@code uname -m} has it
 * @param option the Kconfig symbol that only this family sets
 * @param elfMachine e_machine of its kernel
 * @param uname what {@code uname -m} may print
 * @param inVersion what a distribution's release name or the compiler's triple in /proc/version contains
 * @param cpuinfo what only this family's /proc/cpuinfo shows
 */
record Family(
        String name,
        String option,
        int elfMachine,
        Pattern uname,
        Pattern inVersion,
        Predicate<Map<String, String>> cpuinfo) {

    private static final String LINUX = "-[a-z]*-?linux";

    /** A 64-bit family stands before the 32-bit one whose evidence it also shows. */
    static final List<Family> ALL = List.of(
            family(
                    "x86_64",
                    "X86_64",
                    62,
                    "x86_64",
                    "[-.](amd64|x86_64)\\b|x86_64" + LINUX,
                    has("address sizes", ".*(48|57) bits virtual")),
            family(
                    "i386",
                    "X86_32",
                    3,
                    "i[3-6]86",
                    "[-.]i?[3-6]86(-pae)?\\b|i[3-6]86" + LINUX,
                    has("address sizes", ".*32 bits virtual")),
            family(
                    "aarch64",
                    "ARM64",
                    183,
                    "aarch64(_be)?",
                    "[-.](arm64|aarch64)\\b|aarch64(_be)?" + LINUX,
                    has("Features", ".*\\basimd\\b.*")),
            family(
                    "arm",
                    "ARM",
                    40,
                    "arm(v[4-8].*)?",
                    "[-.](armmp|armhf|armv[4-7]\\w*|rpi)\\b|\\barm" + LINUX,
                    has("Features", ".*\\bhalf\\b.*")),
            family(
                    "riscv",
                    "RISCV",
                    243,
                    "riscv(32|64)",
                    "[-.]riscv64\\b|riscv(32|64)" + LINUX,
                    has("isa", "rv(32|64).*")),
            family("s390x", "S390", 22, "s390x?", "[-.]s390x?\\b|s390x?" + LINUX, has("vendor_id", "IBM/S390")),
            family(
                    "ppc64",
                    "PPC64",
                    21,
                    "ppc64(le)?",
                    "[-.](powerpc64|ppc64)(le|el)?\\b|powerpc64(le)?" + LINUX,
                    has("cpu", "(POWER\\d|PPC970).*")),
            family(
                    "ppc",
                    "PPC32",
                    20,
                    "ppc",
                    "[-.](powerpc|ppc)(-smp)?\\b|\\bpowerpc" + LINUX,
                    has("pmac-generation", ".*")),
            family(
                    "mips",
                    "MIPS",
                    8,
                    "mips(64)?",
                    "-(octeon|loongson-3|(\\wkc-)?malta)\\b|mips\\w*" + LINUX,
                    has("ASEs implemented", ".*")),
            family(
                    "loongarch64",
                    "LOONGARCH",
                    258,
                    "loongarch(32|64)",
                    "[-.](loong64|loongarch64)\\b|loongarch64" + LINUX,
                    has("CPU Family", "Loongson.*")),
            family("sparc64", "SPARC64", 43, "sparc64", "[-.]sparc64\\b|sparc64" + LINUX, has("type", "sun4[uv]")),
            family("sparc", "SPARC32", 2, "sparc", "\\bsparc" + LINUX, has("type", "sun4m")),
            family(
                    "parisc",
                    "PARISC",
                    15,
                    "parisc(64)?",
                    "[-.]parisc(64)?\\b|hppa\\w*" + LINUX,
                    has("cpu family", "PA-RISC.*")),
            family("alpha", "ALPHA", 0x9026, "alpha", "[-.]alpha-\\w+|\\balpha" + LINUX, has("cpu", "Alpha")),
            family("m68k", "M68K", 4, "m68k", "[-.]m68k\\b|m68k" + LINUX, has("CPU", "680\\d\\d.*")),
            family("sh4", "SUPERH", 42, "sh[0-9]\\w*", "[-.]sh7785lcr\\b|\\bsh4" + LINUX, has("cpu family", "sh\\d.*")),
            family("ia64", "IA64", 50, "ia64", "[-.](itanium|mckinley)\\b|ia64" + LINUX, has("arch", "IA-64")),
            family("csky", "CSKY", 252, "csky", "\\bcsky" + LINUX, has("C-SKY CPU model", ".*")),
            family("openrisc", "OPENRISC", 92, "openrisc", "\\bor1k" + LINUX, has("cpu", "OpenRISC.*")),
            family("xtensa", "XTENSA", 94, "xtensa", "\\bxtensa" + LINUX, has("vendor_id", "Tensilica.*")),
            family("arc", "ARC", 195, "arc(v2)?", "\\barc" + LINUX, has("Processor Family", ".*ARC.*")),
            family(
                    "microblaze",
                    "MICROBLAZE",
                    189,
                    "microblaze",
                    "\\bmicroblaze\\w*" + LINUX,
                    has("CPU-Family", "MicroBlaze")),
            family("nios2", "NIOS2", 113, "nios2", "\\bnios2" + LINUX, has("CPU", "Nios II.*")));

    /** The family and the sentence that says why. */
    record Found(Family family, String why) {}

    /**
     * The family by the best evidence there is: the kernel's own ELF header, what uname prints, the options, the CPU's
     * description, and last what the release or its compiler is called.
     */
    static Optional<Found> of(MachineFacts facts) {
        return first(f -> facts.elfMachine().orElse(0) == f.elfMachine, "proc/kcore's e_machine is that of %s")
                .or(() -> first(f -> matches(f.uname, facts.machine()), "uname -m names %s"))
                .or(() -> first(f -> facts.isSet(f.option), "the kernel's options are those of %s"))
                .or(() -> first(f -> f.cpuinfo.test(facts.cpuinfo()), "proc/cpuinfo describes %s"))
                .or(() -> first(
                        f -> finds(f.inVersion, facts.version()), "proc/version names a release or compiler for %s"));
    }

    private static Optional<Found> first(Predicate<Family> is, String why) {
        return ALL.stream().filter(is).findFirst().map(f -> new Found(f, why.formatted(f.name)));
    }

    private static boolean matches(Pattern pattern, Optional<String> text) {
        return text.filter(t -> pattern.matcher(t).matches()).isPresent();
    }

    private static boolean finds(Pattern pattern, Optional<String> text) {
        return text.filter(t -> pattern.matcher(t).find()).isPresent();
    }

    private static Family family(
            String name,
            String option,
            int elfMachine,
            String uname,
            String inVersion,
            Predicate<Map<String, String>> cpuinfo) {
        return new Family(name, option, elfMachine, Pattern.compile(uname), Pattern.compile(inVersion), cpuinfo);
    }

    private static Predicate<Map<String, String>> has(String key, String value) {
        Pattern pattern = Pattern.compile(value);
        return keys -> keys.containsKey(key) && pattern.matcher(keys.get(key)).matches();
    }
}
