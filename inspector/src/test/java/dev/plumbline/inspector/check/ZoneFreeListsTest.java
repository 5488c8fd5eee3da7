package dev.plumbline.inspector.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.fixtures.Captures;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.LongBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The oracle is the kernel's own count: the numbers of buddyinfo, split out of its text here. */
class ZoneFreeListsTest {

    private static final String BUDDYINFO = "proc/buddyinfo";
    private static final String BUDDYINFO_AGAIN = StoredFiles.AGAIN + BUDDYINFO;
    private static final String KPAGEFLAGS = "proc/kpageflags";
    private static final long KPF_BUDDY = 1 << 10;

    static Stream<String> captures() {
        return Captures.all().stream().map(Path::getFileName).map(p -> p.toString()
                .replace(".zip", ""));
    }

    @ParameterizedTest
    @MethodSource("captures")
    void everyOrderOfEveryZoneIsExactOrMovedInsideTheBracket(String name) {
        StoredFiles files = stored(name);
        Map<String, List<String>> before = counts(files.text(BUDDYINFO));
        Map<String, List<String>> after = counts(files.text(BUDDYINFO_AGAIN));
        Map<String, Verdict> verdicts = examine(files);

        before.forEach((zone, orders) -> {
            for (int order = 0; order < orders.size(); order++) {
                String count = orders.get(order);
                String later = after.getOrDefault(zone, List.of()).get(order);
                Verdict verdict = verdicts.remove(zone + " order " + order);
                if (count.equals(later)) {
                    assertThat(verdict).as(zone + order).isEqualTo(new Verdict.Holds(count, count, ""));
                } else {
                    assertThat(verdict).as(zone + order).isInstanceOfSatisfying(Verdict.Drifted.class, drifted -> {
                        assertThat(drifted.before()).isEqualTo(count);
                        assertThat(drifted.after()).isEqualTo(later);
                    });
                }
            }
            assertThat(verdicts.remove(zone + " free pages"))
                    .as(zone)
                    .isInstanceOfAny(Verdict.Holds.class, Verdict.Drifted.class, Verdict.Explained.class);
        });
        assertThat(verdicts)
                .as("verdicts on zones that buddyinfo does not know")
                .isEmpty();
    }

    @ParameterizedTest
    @MethodSource("captures")
    void aCountChangedInBothReadingsIsViolatedAtThatOrder(String name) {
        StoredFiles files = stored(name);
        Map<String, Verdict> plain = examine(files);
        Map<String, List<String>> after = counts(files.text(BUDDYINFO_AGAIN));
        counts(files.text(BUDDYINFO)).forEach((zone, orders) -> {
            for (int order = 0; order < orders.size(); order++) {
                String count = orders.get(order);
                if (!count.equals(after.getOrDefault(zone, List.of()).get(order))) {
                    continue;
                }
                StoredFiles tampered =
                        changed(changed(files, BUDDYINFO, zone, order, 1), BUDDYINFO_AGAIN, zone, order, 1);

                assertThat(unlike(plain, examine(tampered)))
                        .isEqualTo(Map.of(
                                zone + " order " + order,
                                new Verdict.Violated(Long.toString(Long.parseLong(count) + 1), count, "")));
            }
        });
    }

    @Test
    void aCountChangedInOneReadingHasDriftedByName() {
        StoredFiles files = stored("x86_64-numa-6g");
        for (String path : List.of(BUDDYINFO, BUDDYINFO_AGAIN)) {
            Map<String, Verdict> unlike = unlike(examine(files), examine(changed(files, path, "node 1 DMA32", 4, 7)));

            assertThat(unlike).containsOnlyKeys("node 1 DMA32 order 4");
            assertThat(unlike.values()).hasOnlyElementsOfType(Verdict.Drifted.class);
        }
    }

    @Test
    void withoutABracketADifferenceIsNeverDrift() {
        StoredFiles files = stored("riscv64-6.12-sv57").without(BUDDYINFO_AGAIN);
        assertThat(examine(files)).allSatisfy((subject, verdict) -> assertThat(verdict)
                .isInstanceOfAny(Verdict.Holds.class, Verdict.Explained.class, Verdict.Drifted.class));

        Map<String, Verdict> unlike = unlike(examine(files), examine(changed(files, BUDDYINFO, "node 0 DMA32", 3, 1)));

        assertThat(unlike).containsOnlyKeys("node 0 DMA32 order 3");
        assertThat(unlike.values()).hasOnlyElementsOfType(Verdict.Violated.class);
    }

    @Test
    void oneFrameThatIsNotFreeBreaksItsBlock() {
        StoredFiles files = stored("x86_64-4level");
        ByteBuffer flags = ByteBuffer.wrap(files.bytes(KPAGEFLAGS)).order(ByteOrder.LITTLE_ENDIAN);
        int inABlockOfOrder10 = lastFreeRunOf(1024, flags.asLongBuffer()) + 1;
        flags.putLong(inABlockOfOrder10 * Long.BYTES, flags.getLong(inABlockOfOrder10 * Long.BYTES) & ~KPF_BUDDY);

        Map<String, Verdict> verdicts = examine(files.with(KPAGEFLAGS, flags.array()));

        assertThat(verdicts.get("node 0 DMA32 order 10")).isInstanceOf(Verdict.Violated.class);
        assertThat(verdicts.get("node 0 DMA order 10")).isInstanceOf(Verdict.Holds.class);
    }

    @Test
    void theByteOrderIsTakenFromTheFile() {
        StoredFiles files = stored("x86_64-movable-huge");
        ByteBuffer reversed = ByteBuffer.wrap(files.bytes(KPAGEFLAGS));
        for (int at = 0; at < reversed.limit(); at += Long.BYTES) {
            reversed.putLong(at, Long.reverseBytes(reversed.getLong(at)));
        }

        assertThat(examine(files.with(KPAGEFLAGS, reversed.array()))).isEqualTo(examine(files));
    }

    @Test
    void aCutFileLeavesTheZonesBehindTheCutUnobserved() {
        StoredFiles files = stored("x86_64-movable-huge");
        byte[] cut = Arrays.copyOf(files.bytes(KPAGEFLAGS), 200_000 * Long.BYTES + 3);

        Map<String, Verdict> verdicts = examine(files.with(KPAGEFLAGS, cut));

        assertThat(verdicts.get("node 0 DMA32 order 0")).isInstanceOf(Verdict.Holds.class);
        assertThat(verdicts.get("node 0 Movable"))
                .isInstanceOfSatisfying(Verdict.NotObservable.class, v -> assertThat(v.because())
                        .contains("ends at frame 200000", "62109 frames are missing"));
    }

    @Test
    void deniedFramesNameTheRemedyForEveryZone() {
        StoredFiles files = stored("x86_64-numa-6g").denying(KPAGEFLAGS, "run as root");

        Map<String, Verdict> verdicts = examine(files);

        assertThat(verdicts).containsOnlyKeys("node 0 DMA", "node 0 DMA32", "node 1 DMA32", "node 1 Normal");
        assertThat(verdicts.values()).allSatisfy(v -> assertThat(v)
                .isInstanceOfSatisfying(
                        Verdict.NotObservable.class, n -> assertThat(n.remedy()).isEqualTo("run as root")));
    }

    @ParameterizedTest
    @MethodSource("captures")
    void freePagesBeyondWhatCpusMayHoldBackAreViolated(String name) {
        StoredFiles files = stored(name);
        String zone = counts(files.text(BUDDYINFO)).keySet().iterator().next();
        StoredFiles tampered = files;
        for (String path : List.of("proc/zoneinfo", StoredFiles.AGAIN + "proc/zoneinfo")) {
            tampered = tampered.editing(path, text -> text.replaceFirst("pages free +(\\d+)", "pages free     77$1")
                    .replaceFirst("nr_free_pages (\\d+)", "nr_free_pages 77$1"));
        }

        Map<String, Verdict> unlike = unlike(examine(files), examine(tampered));

        assertThat(unlike).containsOnlyKeys(zone + " free pages");
        assertThat(unlike.values()).hasOnlyElementsOfType(Verdict.Violated.class);
    }

    private static StoredFiles stored(String name) {
        return StoredFiles.ofCapture(
                name, "proc/buddyinfo", "proc/zoneinfo", KPAGEFLAGS, "proc/pagetypeinfo", "again/");
    }

    private static Map<String, Verdict> examine(StoredFiles files) {
        Map<String, Verdict> verdicts = new LinkedHashMap<>();
        new ZoneFreeLists().examine(new HostView(files), f -> verdicts.put(f.subject(), f.verdict()));
        return verdicts;
    }

    private static Map<String, Verdict> unlike(Map<String, Verdict> plain, Map<String, Verdict> tampered) {
        return tampered.entrySet().stream()
                .filter(e -> !e.getValue().equals(plain.get(e.getKey())))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    /** {@code node 0 DMA32} to its counts as printed. */
    private static Map<String, List<String>> counts(String buddyinfo) {
        Map<String, List<String>> counts = new LinkedHashMap<>();
        for (String line : buddyinfo.split("\n", -1)) {
            String[] words = line.strip().split("[ ,]+", -1);
            if (words.length > 4) {
                counts.put("node " + words[1] + " " + words[3], List.of(words).subList(4, words.length));
            }
        }
        return counts;
    }

    private static StoredFiles changed(StoredFiles files, String path, String zone, int order, int by) {
        return files.editing(path, text -> Arrays.stream(text.split("\n", -1))
                .map(line -> {
                    List<String> words = new ArrayList<>(List.of(line.strip().split("[ ,]+", -1)));
                    if (words.size() <= 4 || !zone.equals("node " + words.get(1) + " " + words.get(3))) {
                        return line;
                    }
                    words.set(4 + order, Long.toString(Long.parseLong(words.get(4 + order)) + by));
                    return "Node " + words.get(1) + ", zone " + words.get(3) + " "
                            + String.join(" ", words.subList(4, words.size()));
                })
                .collect(Collectors.joining("\n")));
    }

    private static int lastFreeRunOf(int frames, LongBuffer flags) {
        for (int start = flags.limit() / frames * frames - frames; start >= 0; start -= frames) {
            int free = 0;
            while (free < frames && (flags.get(start + free) & KPF_BUDDY) != 0) {
                free++;
            }
            if (free == frames) {
                return start;
            }
        }
        throw new AssertionError("no run of " + frames + " free frames");
    }
}
