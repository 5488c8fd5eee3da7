package dev.plumbline.inspector.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.fixtures.Captures;
import dev.plumbline.inspector.arch.AddressSpace;
import dev.plumbline.inspector.arch.Architecture;
import dev.plumbline.inspector.arch.KernelTable;
import dev.plumbline.inspector.arch.LayoutConstant;
import dev.plumbline.inspector.arch.PageTableRole;
import dev.plumbline.inspector.arch.Region;
import dev.plumbline.inspector.unit.AddressRange;
import dev.plumbline.inspector.unit.VirtAddr;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The oracle is the kernel itself: constants that a module printed inside each guest. */
class LayoutConstantsOracleTest {

    private static final Pattern PRINTED = Pattern.compile("(?:.*GTVAS )?(\\w+)[ =](0x[0-9a-f]+|[0-9]+)");

    static Stream<String> captures() {
        return Captures.all().stream().map(p -> p.getFileName().toString().replace(".zip", ""));
    }

    @ParameterizedTest
    @MethodSource("captures")
    void everyConstantIsTheKernels(String name) {
        Architecture architecture = architecture(name);
        Map<String, Long> kernel = kernelConstants(name);
        int compared = 0;
        for (LayoutConstant constant : architecture.layoutConstants()) {
            Long printed = kernel.get(constant.name());
            if (printed != null) {
                assertThat(constant.value()).as(constant.name()).isEqualTo(printed);
                compared++;
            }
        }
        assertThat(compared).as("constants that the module printed").isGreaterThanOrEqualTo(2);
        assertThat(architecture.format().pageSizeBytes()).isEqualTo((int) printed(kernel, "PAGE_SIZE"));
        AddressSpace space = architecture.addressSpace();
        assertThat(space.user().end().value()).isEqualTo(printed(kernel, "TASK_SIZE"));
        if (kernel.containsKey("DEFAULT_MAP_WINDOW")) {
            assertThat(space.defaultMapWindow().end().value()).isEqualTo(printed(kernel, "DEFAULT_MAP_WINDOW"));
        }
    }

    @ParameterizedTest
    @MethodSource("captures")
    void tablesSpanWhatTheKernelsShiftsSay(String name) {
        Map<String, Long> kernel = kernelConstants(name);
        for (KernelTable table : architecture(name).format().kernelTables()) {
            if (table.role() == PageTableRole.PTE) {
                assertThat((long) table.spanShift()).isEqualTo(printed(kernel, "PMD_SHIFT"));
                long entries = printed(kernel, "PTRS_PER_PTE");
                assertThat(table.accounting()).isInstanceOfSatisfying(KernelTable.PerTable.class, counted -> assertThat(
                                counted.bytes() % entries)
                        .isZero());
            }
            if (table.role() == PageTableRole.PUD) {
                assertThat(table.spanShift())
                        .isEqualTo(kernel.getOrDefault("P4D_SHIFT", 39L).intValue());
            }
        }
        assertThat(architecture(name).format().kernelTables().get(0).role()).isEqualTo(PageTableRole.PTE);
    }

    @ParameterizedTest
    @MethodSource("captures")
    void theKernelsRegionsLieInTheirWindows(String name) {
        Map<String, Long> kernel = kernelConstants(name);
        AddressSpace space = architecture(name).addressSpace();
        within(space, Region.Part.VMALLOC, kernel, "VMALLOC_START", "VMALLOC_END");
        within(space, Region.Part.MODULES, kernel, "MODULES_VADDR", "MODULES_END");
        within(space, Region.Part.VMEMMAP, kernel, "VMEMMAP_START", "VMEMMAP_END");
        within(space, Region.Part.DIRECT_MAP, kernel, "PAGE_OFFSET", "high_memory");
    }

    private static void within(
            AddressSpace space, Region.Part part, Map<String, Long> kernel, String start, String end) {
        Long from = kernel.get(start);
        if (from == null) {
            return;
        }
        AddressRange window = space.region(part).map(Region::range).orElse(space.kernel());
        assertThat(window.contains(new VirtAddr(from))).as(start).isTrue();
        Long to = kernel.get(end);
        if (to != null && Long.compareUnsigned(to, from) > 0) {
            assertThat(window.contains(new VirtAddr(to - 1))).as(end).isTrue();
        }
    }

    private static long printed(Map<String, Long> kernel, String name) {
        Long value = kernel.get(name);
        if (value == null) {
            throw new AssertionError("the module printed no " + name);
        }
        return value;
    }

    private static Architecture architecture(String name) {
        return Machine.of(new HostView(StoredFiles.ofCapture(name, "proc/", "boot/")))
                .architecture()
                .orElseThrow();
    }

    /** 32-bit guests may print pointers sign-extended. */
    private static Map<String, Long> kernelConstants(String name) {
        StoredFiles files = StoredFiles.ofCapture(name, "gtmod.txt", "gtvas.txt");
        String text = files.text(files.holds("gtmod.txt") ? "gtmod.txt" : "gtvas.txt");
        Map<String, Long> constants = new HashMap<>();
        for (String line : List.of(text.split("\n"))) {
            Matcher m = PRINTED.matcher(line.strip());
            if (m.matches()) {
                boolean hex = m.group(2).startsWith("0x");
                constants.putIfAbsent(
                        m.group(1), Long.parseUnsignedLong(hex ? m.group(2).substring(2) : m.group(2), hex ? 16 : 10));
            }
        }
        return constants;
    }
}
