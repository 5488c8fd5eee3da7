package dev.plumbline.inspector.reference.zone.request;

import dev.plumbline.inspector.reference.zone.Watermark;

/**
 * Whether a zone may serve a request now.
 *
 * <p>Source: zone_watermark_fast, __zone_watermark_ok and __zone_watermark_unusable_free, mm/page_alloc.c, read in 5.10, 6.1, 6.6
 * and 6.12. 6.3 renamed the flags and gives the same numbers for the kinds that {@link RequestKind} names.
 */
final class ZoneTest {

    private ZoneTest() {}

    /**
     * The zone's answer.
     *
     * @param order of the request
     * @param highestZone the highest zone that the request may use anywhere: it decides which reserve it must leave
     */
    static ZoneAnswer of(ZoneState zone, int order, Rights rights, int highestZone) {
        long mark = zone.marks().getOrDefault(rights.mark(), 0L);
        ZoneAnswer answer = of(zone, order, mark, rights, highestZone);
        boolean ignoresBoost = order == 0 && rights.reserves() && rights.mark() == Watermark.MIN;
        return answer instanceof ZoneAnswer.TooLow && ignoresBoost && zone.boost() > 0
                ? of(zone, order, mark - zone.boost(), rights, highestZone)
                : answer;
    }

    private static ZoneAnswer of(ZoneState zone, int order, long mark, Rights rights, int highestZone) {
        ZoneState.SetAside setAside = zone.setAside();
        long usable = zone.freePages()
                - ((1L << order) - 1)
                - (rights.reserves() ? 0 : setAside.highatomic())
                - (rights.cma() ? 0 : setAside.cma())
                - setAside.unaccepted();
        long least = rights.reserves() ? lowered(mark) : mark;
        long reserve = highestZone < zone.reserve().size() ? zone.reserve().get(highestZone) : 0;
        if (usable <= least + reserve) {
            return new ZoneAnswer.TooLow(usable, rights.mark(), least + reserve);
        }
        return order == 0 || zone.blocks().haveFrom(order, rights)
                ? new ZoneAnswer.Serves()
                : new ZoneAnswer.Fragmented();
    }

    private static long lowered(long mark) {
        long half = mark - mark / 2;
        return half - half / 4;
    }
}
