package dev.plumbline.inspector.observed;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.bridge.Reading;
import dev.plumbline.fixtures.Captures;
import dev.plumbline.inspector.source.Capture;
import dev.plumbline.inspector.source.NotACaptureException;
import dev.plumbline.inspector.unit.VirtAddr;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The kernel counts the present pages of a mapping in two ways: page by page in pagemap, in sum in smaps. */
final class PagemapAgainstSmapsTest {

    private static final Map<String, long[]> FLAGS = new ConcurrentHashMap<>();

    static List<CapturedProcess> allUser() {
        return CapturedProcess.allUser();
    }

    @ParameterizedTest
    @MethodSource("allUser")
    void presentPagesAddUpToRss(CapturedProcess process) {
        long[] flags = FLAGS.computeIfAbsent(process.capture(), PagemapAgainstSmapsTest::flags);
        List<SmapsVma> smaps = SmapsParser.parse(process.text("smaps")).value();
        long pageKib = AuxvParser.parse("auxv", process.bytes("auxv"))
                        .value()
                        .pageSize()
                        .orElseThrow()
                / 1024;
        long[] presentKib = new long[smaps.size()];
        ByteBuffer pairs = ByteBuffer.wrap(process.bytes("pagemap.pairs")).order(ByteOrder.LITTLE_ENDIAN);
        while (pairs.hasRemaining()) {
            VirtAddr address = new VirtAddr(pairs.getLong());
            long entry = pairs.getLong();
            assertThat(PagemapEntry.present(entry) && PagemapEntry.swapped(entry))
                    .isFalse();
            assertThat(PagemapEntry.pfn(entry).isPresent()).isEqualTo(PagemapEntry.present(entry));
            if (PagemapEntry.present(entry) && counted(flags[(int) PagemapEntry.pfnField(entry)])) {
                for (int i = 0; i < presentKib.length; i++) {
                    presentKib[i] += smaps.get(i).vma().range().contains(address) ? pageKib : 0;
                }
            }
        }
        for (int i = 0; i < presentKib.length; i++) {
            SmapsVma s = smaps.get(i);
            assertThat(presentKib[i])
                    .as("%s", s.vma())
                    .isEqualTo(s.rssKib().orElseThrow()
                            + s.sizeKib("Shared_Hugetlb").orElseThrow()
                            + s.sizeKib("Private_Hugetlb").orElseThrow());
        }
    }

    /** The zero page is present and belongs to nobody: vm_normal_page, mm/memory.c. */
    private static boolean counted(long flags) {
        return !KpageFlag.ZERO_PAGE.in(flags);
    }

    private static long[] flags(String name) {
        try (Capture capture = Capture.open(Captures.named(name))) {
            Reading<long[]> reading = capture.stream("proc/kpageflags", in -> {
                long[] all = new long[2 << 20];
                KpageFlags.read("proc/kpageflags", in, ByteOrder.LITTLE_ENDIAN, (first, words, count) -> {
                    System.arraycopy(words, 0, all, (int) first, count);
                });
                return all;
            });
            return reading.content().orElseThrow();
        } catch (NotACaptureException e) {
            throw new AssertionError(name, e);
        }
    }
}
