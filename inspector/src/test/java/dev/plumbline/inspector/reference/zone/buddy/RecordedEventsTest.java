package dev.plumbline.inspector.reference.zone.buddy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.inspector.observed.BuddyInfo;
import dev.plumbline.inspector.observed.BuddyInfoParser;
import dev.plumbline.inspector.observed.SourceText;
import dev.plumbline.inspector.observed.trace.DamagedTraceException;
import dev.plumbline.inspector.observed.trace.PageEvent;
import dev.plumbline.inspector.observed.trace.RecordedEvents;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The simulated free areas beside a real kernel's, over a recorded trace. The areas begin as kpageflags shows them. Then each block
 * that the kernel took out of its areas ({@code mm_page_alloc_zone_locked}; from 6.12 on also {@code mm_page_alloc_extfrag}, where a
 * block of at least a pageblock is claimed and its first part handed out at once) is taken out of the simulated ones, and each
 * block that it gave back ({@code mm_page_pcpu_drain}) is given back. At every event the frame that the kernel took must head a free
 * block here, and after all of them the blocks by order must be those of the kernel's buddyinfo, in both zones. The numbers of
 * splits and merges come from a second program, which keeps a dictionary of free blocks and knows neither lists nor types.
 */
class RecordedEventsTest {

    private static final int KPF_BUDDY = 10;
    private static final long DMA_END = 4096;
    private static final int MOVABLE = MigrateType.MOVABLE.number();

    private final List<BuddyZone> zones = new ArrayList<>();
    private long followed;

    @ParameterizedTest
    @CsvSource({"x86_64-6.1, 2878, 1705, 463", "x86_64-6.12, 2315, 1512, 598"})
    void splitsAndMergesFollowTheKernels(String name, long events, long splits, long merges)
            throws IOException, DamagedTraceException {
        RecordedEvents recorded = RecordedEvents.named(name);
        KernelRules rules = name.endsWith("6.12") ? KernelRules.V6_12 : KernelRules.V6_1;
        long[] flags = words(recorded.file("proc/kpageflags"));
        zones.add(new BuddyZone(1, DMA_END, BuddyGeometry.USUAL, rules, 0));
        zones.add(new BuddyZone(DMA_END, flags.length, BuddyGeometry.USUAL, rules, 0));
        begin(flags);
        assertThat(blocksByOrder()).isEqualTo(buddyinfo(recorded, "proc/buddyinfo"));

        long lastTaken = BuddyZone.NONE;
        for (PageEvent event : recorded.between()) {
            if (event instanceof PageEvent.ZoneLocked taken) {
                take(taken.pfn(), taken.order(), event);
                lastTaken = taken.pfn();
            } else if (event instanceof PageEvent.PcpuDrain drained) {
                free(drained.pfn(), drained.order());
            } else if (event instanceof PageEvent.ExtFrag claimed
                    && rules.fallback() == KernelRules.FallbackRule.CLAIM_OR_STEAL
                    && claimed.pfn() != lastTaken) {
                take(claimed.pfn(), claimed.allocOrder(), event);
            }
        }

        assertThat(blocksByOrder()).isEqualTo(buddyinfo(recorded, "again/buddyinfo"));
        assertThat(followed).isEqualTo(events);
        assertThat(zones.stream().mapToLong(BuddyZone::splits).sum()).isEqualTo(splits);
        assertThat(zones.stream().mapToLong(BuddyZone::merges).sum()).isEqualTo(merges);
    }

    private void take(long pfn, int order, PageEvent event) {
        BuddyZone zone = zoneOf(pfn);
        int index = zone.indexOf(pfn);
        assertThat(zone.isFreeHead(index))
                .as("line %d: %x is free", event.line(), pfn)
                .isTrue();
        int found = zone.orderAt(index);
        assertThat(found).as("line %d: the block at %x", event.line(), pfn).isGreaterThanOrEqualTo(order);
        zone.remove(index, found, MOVABLE);
        zone.expand(index, order, found, MOVABLE);
        followed++;
    }

    private void free(long pfn, int order) {
        BuddyZone zone = zoneOf(pfn);
        zone.free(zone.indexOf(pfn), order, MOVABLE, false);
        followed++;
    }

    private BuddyZone zoneOf(long pfn) {
        return zones.get(pfn < DMA_END ? 0 : 1);
    }

    /** Every run of flagged frames, cut into the largest blocks that are aligned and fit. */
    private void begin(long[] flags) {
        int pfn = 0;
        while (pfn < flags.length) {
            int order = largestFree(flags, pfn);
            if (order >= 0) {
                BuddyZone zone = zoneOf(pfn);
                zone.add(zone.indexOf(pfn), order, MOVABLE, true);
            }
            pfn += order < 0 ? 1 : 1 << order;
        }
    }

    private static int largestFree(long[] flags, int pfn) {
        int order = -1;
        int end = pfn;
        for (int tried = 0; tried <= 10 && (pfn & (1 << tried) - 1) == 0; tried++) {
            while (end < Math.min(flags.length, pfn + (1 << tried)) && (flags[end] >>> KPF_BUDDY & 1) != 0) {
                end++;
            }
            if (end < pfn + (1 << tried)) {
                break;
            }
            order = tried;
        }
        return order;
    }

    private List<List<Long>> blocksByOrder() {
        List<List<Long>> all = new ArrayList<>();
        for (BuddyZone zone : zones) {
            List<Long> blocks = new ArrayList<>();
            for (int order = 0; order <= BuddyGeometry.USUAL.maxOrder(); order++) {
                blocks.add(zone.freeBlocks(order));
            }
            all.add(blocks);
        }
        return all;
    }

    private static List<List<Long>> buddyinfo(RecordedEvents recorded, String path) {
        BuddyInfo info =
                BuddyInfoParser.parse(SourceText.of(path, recorded.file(path))).value();
        return info.zones().stream().map(z -> z.freeBlocksByOrder()).toList();
    }

    private static long[] words(byte[] bytes) {
        long[] words = new long[bytes.length / Long.BYTES];
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asLongBuffer().get(words);
        return words;
    }
}
