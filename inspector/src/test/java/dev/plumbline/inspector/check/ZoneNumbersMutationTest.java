package dev.plumbline.inspector.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.fixtures.Captures;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongUnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Real kernels' numbers, each changed alone: the oracle is the unchanged file. Nothing is wrong before, and afterwards exactly
 * the changed number is.
 */
class ZoneNumbersMutationTest {

    private static final List<HostCheck> CHECKS = List.of(
            new ZoneBoundaries(),
            new ZonePageCountsNest(),
            new ZoneWatermarks(),
            new ZoneLowmemReserve(),
            new ZoneMinFreeKbytes(),
            new ZonePageblockOrder());
    private static final Pattern HEADING = Pattern.compile("Node (\\d+), zone +(\\S+)");
    private static final Pattern FIELD =
            Pattern.compile(" +(min|low|high|promo|spanned|present|managed|start_pfn:) +(\\d+)");
    private static final Pattern BLOCKS = Pattern.compile("Node (\\d+), zone +(\\S+)( +\\d+){5,6} *");
    private static final List<LongUnaryOperator> CHANGES = List.of(v -> v - 1, v -> v * 2 + 1);

    static Stream<String> captures() {
        return Captures.all().stream()
                .map(p -> p.getFileName().toString())
                .map(n -> n.substring(0, n.length() - ".zip".length()));
    }

    /** One number of one file. */
    private record Printed(String path, int line, int start, int end, String subject) {}

    @ParameterizedTest
    @MethodSource("captures")
    void everyNumberIsExactOrExplained(String capture) {
        Map<String, Verdict> verdicts = examine(stored(capture));

        assertThat(verdicts).isNotEmpty().allSatisfy((subject, verdict) -> assertThat(verdict)
                .as(subject)
                .isInstanceOfAny(Verdict.Holds.class, Verdict.Explained.class));
    }

    @ParameterizedTest
    @MethodSource("captures")
    void aChangedNumberIsViolatedAndNamed(String capture) {
        StoredFiles files = stored(capture);
        List<String> missed = new ArrayList<>();
        for (Printed number : numbers(files)) {
            for (LongUnaryOperator change : CHANGES) {
                String line = files.text(number.path()).lines().toList().get(number.line());
                long before = Long.parseLong(line.substring(number.start(), number.end()));
                long after = change.applyAsLong(before);
                if (after >= 0) {
                    List<String> violated = violated(files.with(number.path(), replaced(files, number, after)));
                    if (!violated.contains(number.subject()) || !onlySame(violated, number.subject())) {
                        missed.add("%s %d -> %d: %s".formatted(number.subject(), before, after, violated));
                    }
                }
            }
        }
        assertThat(missed).isEmpty();
    }

    private static boolean onlySame(List<String> violated, String subject) {
        return violated.stream().allMatch(subject::equals);
    }

    private static String replaced(StoredFiles files, Printed number, long value) {
        List<String> lines = new ArrayList<>(files.text(number.path()).lines().toList());
        String line = lines.get(number.line());
        lines.set(number.line(), line.substring(0, number.start()) + value + line.substring(number.end()));
        return String.join("\n", lines) + "\n";
    }

    private static List<String> violated(StoredFiles files) {
        return examine(files).entrySet().stream()
                .filter(e -> e.getValue() instanceof Verdict.Violated)
                .map(Map.Entry::getKey)
                .map(key -> key.substring(key.indexOf('|') + 1))
                .toList();
    }

    private static List<Printed> numbers(StoredFiles files) {
        List<Printed> numbers = new ArrayList<>();
        String zone = "";
        List<String> lines = files.text("proc/zoneinfo").lines().toList();
        for (int i = 0; i < lines.size(); i++) {
            Matcher heading = HEADING.matcher(lines.get(i));
            zone = heading.matches() ? "node " + heading.group(1) + " " + heading.group(2) : zone;
            Matcher field = FIELD.matcher(lines.get(i));
            if (field.matches()) {
                String name = field.group(1).replace(":", "");
                numbers.add(new Printed("proc/zoneinfo", i, field.start(2), field.end(2), zone + " " + name));
            }
            int open = lines.get(i).indexOf("protection: (");
            Matcher reserve = Pattern.compile("\\d+").matcher(lines.get(i));
            for (int j = 0; open >= 0 && reserve.find(); j++) {
                numbers.add(new Printed(
                        "proc/zoneinfo", i, reserve.start(), reserve.end(), zone + " protection[" + j + "]"));
            }
        }
        addBlocks(files.text("proc/pagetypeinfo").lines().toList(), numbers);
        addLine(files, "proc/pagetypeinfo", "Page block order:", "pageblock order", numbers);
        addLine(files, "proc/pagetypeinfo", "Pages per block:", "pages per block", numbers);
        addLine(files, "proc/sys/vm/min_free_kbytes", "", "min_free_kbytes", numbers);
        addLine(files, "proc/meminfo", "MemTotal:", "MemTotal", numbers);
        return numbers;
    }

    private static void addBlocks(List<String> lines, List<Printed> numbers) {
        for (int i = 0; i < lines.size(); i++) {
            Matcher blocks = BLOCKS.matcher(lines.get(i));
            if (blocks.matches()) {
                Matcher first = Pattern.compile(" (\\d+)").matcher(lines.get(i));
                if (first.find(
                        lines.get(i).indexOf(blocks.group(2)) + blocks.group(2).length())) {
                    String subject = "node " + blocks.group(1) + " " + blocks.group(2) + " pageblocks";
                    numbers.add(new Printed("proc/pagetypeinfo", i, first.start(1), first.end(1), subject));
                }
            }
        }
    }

    private static void addLine(StoredFiles files, String path, String prefix, String subject, List<Printed> numbers) {
        List<String> lines = files.text(path).lines().toList();
        for (int i = 0; i < lines.size(); i++) {
            Matcher number = Pattern.compile("\\d+").matcher(lines.get(i));
            if (lines.get(i).startsWith(prefix) && number.find()) {
                numbers.add(new Printed(path, i, number.start(), number.end(), subject));
                return;
            }
        }
    }

    private static Map<String, Verdict> examine(StoredFiles files) {
        HostView host = new HostView(files);
        Map<String, Verdict> verdicts = new TreeMap<>();
        for (HostCheck check : CHECKS) {
            check.examine(host, f -> verdicts.put(f.check() + "|" + f.subject(), f.verdict()));
        }
        return verdicts;
    }

    private static StoredFiles stored(String capture) {
        return StoredFiles.ofCapture(
                capture,
                "proc/zoneinfo",
                "proc/meminfo",
                "proc/sys/vm/",
                "proc/sys/kernel/",
                "proc/iomem",
                "proc/buddyinfo",
                "proc/pagetypeinfo",
                "proc/kpageflags",
                "proc/cmdline",
                "proc/version",
                "proc/cpuinfo",
                "proc/kcore",
                "proc/1/auxv",
                "sys/kernel/mm/",
                "sys/devices/system/memory/block_size_bytes",
                "dmesg",
                "boot/");
    }
}
