package dev.plumbline.inspector.check;

import dev.plumbline.inspector.observed.KcoreHeaders;
import dev.plumbline.inspector.observed.KernelConfig;
import dev.plumbline.inspector.observed.VmcoreInfo;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/** Where a machine states its base page size, besides the mappings. */
final class PageSizeSources {

    /** Options that stand for a size, in bytes (arch/Kconfig PAGE_SIZE_*; arm64's, powerpc's and mips's own). */
    private static final Map<String, Long> OPTIONS = Map.ofEntries(
            Map.entry("PAGE_SIZE_4KB", 4096L),
            Map.entry("PAGE_SIZE_8KB", 8192L),
            Map.entry("PAGE_SIZE_16KB", 16384L),
            Map.entry("PAGE_SIZE_32KB", 32768L),
            Map.entry("PAGE_SIZE_64KB", 65536L),
            Map.entry("PAGE_SIZE_256KB", 262144L),
            Map.entry("ARM64_4K_PAGES", 4096L),
            Map.entry("ARM64_16K_PAGES", 16384L),
            Map.entry("ARM64_64K_PAGES", 65536L),
            Map.entry("PPC_4K_PAGES", 4096L),
            Map.entry("PPC_16K_PAGES", 16384L),
            Map.entry("PPC_64K_PAGES", 65536L));

    private PageSizeSources() {}

    /**
     * One statement of the page size.
     *
     * @param subject the source's name in a report
     * @param sizeBytes what it states
     * @param evidence where
     */
    record Statement(String subject, long sizeBytes, Evidence evidence) {}

    /** What the kernel's options and its note for crash tools state. */
    static List<Statement> ofTheKernel(HostView host) {
        return host.once("page size of the kernel", () -> {
            List<Statement> statements = new ArrayList<>();
            Observation<KernelConfig> config = KernelEvidence.config(host);
            config.intact().ifPresent(options -> addOptions(statements, config.path(), options));
            Observation<KcoreHeaders> kcore = KernelEvidence.kcore(host);
            OptionalLong noted = kcore.intact()
                    .flatMap(KcoreHeaders::vmcoreInfo)
                    .map(VmcoreInfo::pageSizeBytes)
                    .orElse(OptionalLong.empty());
            noted.ifPresent(size -> statements.add(
                    new Statement("VMCOREINFO PAGESIZE", size, Evidence.in(kcore.path(), "PAGESIZE=" + size))));
            return List.copyOf(statements);
        });
    }

    /** The size that most sources state, the auxiliary vectors of all processes among them; empty without any. */
    static OptionalLong mostStated(HostView host) {
        return host.once("page size most stated", () -> {
            List<Long> votes = new ArrayList<>();
            ofTheKernel(host).forEach(s -> votes.add(s.sizeBytes()));
            for (String pid : KernelEvidence.pids(host)) {
                KernelEvidence.auxv(host, pid)
                        .intact()
                        .map(a -> a.pageSize())
                        .orElse(OptionalLong.empty())
                        .ifPresent(votes::add);
            }
            Optional<Long> winner =
                    votes.stream().collect(Collectors.groupingBy(v -> v, Collectors.counting())).entrySet().stream()
                            .max(Map.Entry.<Long, Long>comparingByValue()
                                    .thenComparing(Map.Entry.comparingByKey(Comparator.reverseOrder())))
                            .map(Map.Entry::getKey);
            return winner.map(OptionalLong::of).orElse(OptionalLong.empty());
        });
    }

    private static void addOptions(List<Statement> statements, String path, KernelConfig options) {
        options.number("PAGE_SHIFT").ifPresent(shift -> {
            long size = shift >= 0 && shift < Long.SIZE - 1 ? 1L << shift : 0;
            statements.add(new Statement(
                    "CONFIG_PAGE_SHIFT",
                    size,
                    Evidence.at(path, options.lineOf("PAGE_SHIFT"), "CONFIG_PAGE_SHIFT=" + shift)));
        });
        OPTIONS.forEach((option, size) -> {
            if (options.isYes(option)) {
                String name = "CONFIG_" + option;
                statements.add(new Statement(name, size, Evidence.at(path, options.lineOf(option), name + "=y")));
            }
        });
    }
}
