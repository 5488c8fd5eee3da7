package dev.plumbline.inspector.check;

import dev.plumbline.bridge.Reading;
import dev.plumbline.inspector.observed.FrameWords;
import dev.plumbline.inspector.observed.KpageFlag;
import dev.plumbline.inspector.observed.KpageFlags;
import dev.plumbline.inspector.observed.Parsed;
import dev.plumbline.inspector.observed.Zone;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Counts the managed frames of every zone one by one: those that have a struct page and are not reserved.
 *
 * <p>Source: a frame is counted in managed_pages when PageReserved is cleared on giving it to the buddy allocator
 * (__free_pages_core and free_reserved_page, mm/page_alloc.c); KPF_NOPAGE and KPF_RESERVED, fs/proc/page.c.
 */
final class ReservedFrames {

    private static final String KPAGEFLAGS = "proc/kpageflags";

    private final List<Zone> zones;
    private final long[] managed;
    private final long[] offline;
    private long frames;

    private ReservedFrames(List<Zone> zones) {
        this.zones = zones;
        this.managed = new long[zones.size()];
        this.offline = new long[zones.size()];
    }

    /**
     * Reads all frames.
     *
     * @return empty where kpageflags may not be read
     */
    static Optional<ReservedFrames> count(HostView host, List<Zone> zones) {
        ReservedFrames counted = new ReservedFrames(zones);
        Reading<Parsed<FrameWords>> read = host.files().stream(
                KPAGEFLAGS, in -> KpageFlags.read(KPAGEFLAGS, in, ByteOrder.nativeOrder(), counted::block));
        return read.content().isPresent() ? Optional.of(counted) : Optional.empty();
    }

    /**
     * Whether the printed managed pages can be right. Frames that a balloon took are flagged offline and may have been
     * taken out of the count.
     *
     * @param zone the place in the list of zones
     * @return true also where the frames do not tell: the zone shares its span, or the file ends before it
     */
    boolean admits(int zone) {
        long printed = zones.get(zone).managed().orElse(0);
        return !isCertain(zone) || (printed <= managed[zone] && printed >= managed[zone] - offline[zone]);
    }

    /** The managed frames of a zone. */
    long managed(int zone) {
        return managed[zone];
    }

    private boolean isCertain(int zone) {
        Zone own = zones.get(zone);
        return end(own) <= frames
                && IntStream.range(0, zones.size())
                        .filter(i -> i != zone)
                        .mapToObj(zones::get)
                        .noneMatch(other -> start(other) < end(own) && start(own) < end(other));
    }

    private void block(long firstPfn, long[] words, int count) {
        frames = firstPfn + count;
        for (int zone = 0; zone < zones.size(); zone++) {
            long from = Math.max(firstPfn, start(zones.get(zone)));
            long to = Math.min(frames, end(zones.get(zone)));
            for (long pfn = from; pfn < to; pfn++) {
                long flags = words[(int) (pfn - firstPfn)];
                if (!KpageFlag.NOPAGE.in(flags) && !KpageFlag.RESERVED.in(flags)) {
                    managed[zone]++;
                    offline[zone] += KpageFlag.OFFLINE.in(flags) ? 1 : 0;
                }
            }
        }
    }

    private static long start(Zone zone) {
        return zone.startPfn().orElse(0);
    }

    private static long end(Zone zone) {
        return zone.isPopulated() ? start(zone) + zone.spanned().orElse(0) : 0;
    }
}
