package dev.plumbline.inspector.jvm.direct;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.inspector.unit.AddressRange;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Pages of 0x1000 bytes; a page is buffers' if they have more than 0x800 bytes of it. */
final class PagesOfBuffersTest {

    @Test
    void wholePagesAreTheirs() {
        assertThat(pages(0x4000, 0x7000)).containsExactly(range(0x4000, 0x7000));
    }

    @Test
    void aSmallBufferAloneHasNoPage() {
        assertThat(pages(0x4010, 0x4110)).isEmpty();
        assertThat(pages(0x4000, 0x4800)).as("half a page").isEmpty();
        assertThat(pages(0x4000, 0x4801)).containsExactly(range(0x4000, 0x5000));
    }

    @Test
    void smallBuffersHaveAPageTogether() {
        assertThat(pages(0x4010, 0x4310, 0x4320, 0x4620, 0x4630, 0x4930)).containsExactly(range(0x4000, 0x5000));
    }

    @Test
    void theEndsGoToWhoeverHasMore() {
        assertThat(pages(0x4010, 0x8010)).containsExactly(range(0x4000, 0x8000));
        assertThat(pages(0x4ff0, 0x8ff0)).containsExactly(range(0x5000, 0x9000));
        assertThat(pages(0x4f00, 0x5700)).as("a bit of two pages").isEmpty();
    }

    @Test
    void oneBufferEndsWhereTheNextBegins() {
        assertThat(pages(0x4010, 0x5410, 0x5420, 0x6010, 0x9000, 0xa000))
                .containsExactly(range(0x4000, 0x6000), range(0x9000, 0xa000));
    }

    private static List<AddressRange> pages(long... bounds) {
        AddressRange[] ranges = new AddressRange[bounds.length / 2];
        Arrays.setAll(ranges, i -> range(bounds[2 * i], bounds[2 * i + 1]));
        return PagesOfBuffers.of(List.of(ranges), 0x1000);
    }

    private static AddressRange range(long start, long end) {
        return AddressRange.of(start, end);
    }
}
