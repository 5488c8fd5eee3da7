package dev.plumbline.inspector.check.address;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.fixtures.Captures;
import dev.plumbline.inspector.check.HostView;
import dev.plumbline.inspector.check.address.BufferFit.Demand;
import dev.plumbline.inspector.check.address.Contiguity.Part;
import dev.plumbline.inspector.source.Capture;
import dev.plumbline.inspector.source.NotACaptureException;
import dev.plumbline.inspector.unit.AddressRange;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The regions of the captures' test program, whose pages are known from what it did to them. */
class ContiguityOnCapturesTest {

    @ParameterizedTest
    @CsvSource({
        "x86_64-movable-huge, thp_aligned, 9",
        "x86_64-movable-huge, hugetlb_private, 9",
        "x86_64-movable-huge, hugetlb_shared, 9",
        "x86_64-newest-6.12, thp_aligned, 9",
        "i386-pae, thp_aligned, 9",
        "armhf-6.1-armmp-lpae, thp_region, 9",
    })
    void aHugePageIsOneBlockOfItsOrder(String capture, String region, int order) throws NotACaptureException {
        Contiguity contiguity = contiguity(capture, region);
        Part total = contiguity.total();

        assertThat(total.present()).isEqualTo(1L << order);
        assertThat(total.runs().count(order)).isEqualTo(1);
        assertThat(total.runs().count()).isEqualTo(1);
        assertThat(total.blocks().count(order)).isEqualTo(1);
        assertThat(total.extents().contiguous()).isEqualTo(1);
        assertThat(demand(contiguity, "contiguous").offence()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "x86_64-movable-huge, anon_every_other, 32, 32, 32",
        "i386-pae, anon_every_other, 32, 32, 32",
        "arm64-6.12-max-lpa2, anon_even_written, 8, 8, 8",
        "x86_64-movable-huge, rw_then_none, 8, 0, -1",
        "x86_64-movable-huge, anon_untouched, 0, 16, 0",
        "x86_64-movable-huge, guard_none, 0, 4, 0",
        "riscv64-6.12-sv39, prot_none_after_write, 8, 0, -1",
        "armhf-6.1-armmp-lpae, anon_untouched, 0, 16, 0",
    })
    void presentAndAbsentPagesAreWhatTheProgramTouched(
            String capture, String region, long present, long absent, long runs) throws NotACaptureException {
        Contiguity contiguity = contiguity(capture, region);

        assertThat(contiguity.total().present()).isEqualTo(present);
        assertThat(contiguity.total().absent()).isEqualTo(absent);
        if (runs >= 0) {
            assertThat(contiguity.total().runs().count()).isEqualTo(runs);
        }
    }

    @Test
    void aBufferIsHeldAgainstWhatDevicesReach() throws NotACaptureException {
        String capture = "x86_64-movable-huge";
        AddressRange huge = region(capture, "thp_aligned");
        Contiguity contiguity = contiguity(capture, "thp_aligned");

        assertThat(demand(contiguity, "below4GiB").offence())
                .as("the machine has 1 GiB")
                .isEmpty();
        assertThat(demand(contiguity, "below16MiB").offence())
                .hasValueSatisfying(o -> assertThat(o.address()).isEqualTo(huge.start()));

        Contiguity everyOther = contiguity(capture, "anon_every_other");
        long second = region(capture, "anon_every_other").start().value() + 4096;
        assertThat(demand(everyOther, "contiguous").offence()).hasValueSatisfying(o -> {
            assertThat(o.address().value()).isEqualTo(second);
            assertThat(o.because()).isEqualTo("no page is present");
        });
    }

    /** The emulator's list of that instant holds nine pages of 2 MiB in the process: six of them in these mappings. */
    @Test
    void whatIsMappedHugeIsSmapsCount() throws NotACaptureException {
        Contiguity contiguity = contiguity("x86_64-movable-huge", new PageRange.Everything());

        assertThat(contiguity.extentBytes()).isEqualTo(2L << 20);
        assertThat(contiguity.total().extents().mappedHuge().value()).hasValue(12L << 20);
        assertThat(contiguity.total().extents().contiguous()).isEqualTo(6);
        assertThat(contiguity.notRead()).isEmpty();
        assertThat(contiguity.buffer()).isEmpty();
    }

    private static Demand demand(Contiguity contiguity, String id) {
        List<Demand> demands = contiguity.buffer().orElseThrow().demands();
        return demands.stream().filter(d -> d.id().equals(id)).findFirst().orElseThrow();
    }

    private static AddressRange region(String capture, String name) {
        return Optional.ofNullable(CapturedMapper.regions(capture).get(name)).orElseThrow();
    }

    private static Contiguity contiguity(String capture, String region) throws NotACaptureException {
        return contiguity(capture, new PageRange.Addresses(region(capture, region)));
    }

    private static Contiguity contiguity(String capture, PageRange range) throws NotACaptureException {
        try (Capture files = Capture.open(Captures.named(capture))) {
            return ContiguityReport.of(CapturedMapper.process(new HostView(files)), range)
                    .contiguity()
                    .value()
                    .orElseThrow();
        }
    }
}
