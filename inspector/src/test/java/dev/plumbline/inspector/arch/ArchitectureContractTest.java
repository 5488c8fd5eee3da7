package dev.plumbline.inspector.arch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plumbline.inspector.arch.EntryForm.Kind;
import dev.plumbline.inspector.unit.PhysAddr;
import dev.plumbline.inspector.unit.VirtAddr;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What holds of every architecture, whatever it is. */
class ArchitectureContractTest {

    private static final long SEED = 20260915;

    static List<Architecture> all() {
        return Architectures.ALL;
    }

    @ParameterizedTest
    @MethodSource("all")
    void indexesAndOffsetMakeUpTheAddress(Architecture architecture) {
        PageTableFormat format = architecture.format();
        int shift = format.pageShift();
        for (TableLevel level : format.levels()) {
            assertThat(level.shift()).as("%s shift", level.role()).isEqualTo(shift);
            shift += level.indexBits();
        }
        assertThat(shift).isEqualTo(format.vaBits());
        assertThat(format.root().role()).isEqualTo(PageTableRole.PGD);
        assertThat(architecture.variant()).isNotBlank();
    }

    @ParameterizedTest
    @MethodSource("all")
    void flagsAndFrameOfALastLevelEntryAreDisjoint(Architecture architecture) {
        for (EntryForm form : architecture.format().levels().get(0).forms()) {
            if (form.kind() == Kind.LEAF) {
                long seen = form.addressMask();
                for (FlagBits flag : architecture.format().flags()) {
                    boolean partOfTheShape = (flag.mask() & form.mask()) == flag.mask();
                    if (!partOfTheShape
                            && form.sizeShift() == architecture.format().pageShift()) {
                        assertThat(seen & flag.mask())
                                .as("%s %s", form.name(), flag.name())
                                .isZero();
                        seen |= flag.mask();
                    }
                }
            }
        }
        long flags = 0;
        for (FlagBits flag : architecture.format().flags()) {
            assertThat(flags & flag.mask()).as(flag.name()).isZero();
            flags |= flag.mask();
        }
    }

    @ParameterizedTest
    @MethodSource("all")
    void addressSegmentsOfAFormAreDisjoint(Architecture architecture) {
        for (TableLevel level : architecture.format().levels()) {
            for (EntryForm form : level.forms()) {
                long entryBits = form.mask();
                long addressBits = 0;
                for (AddressSegment segment : form.address()) {
                    assertThat(entryBits & segment.mask())
                            .as("%s %s", level.role(), form.name())
                            .isZero();
                    entryBits |= segment.mask();
                    long there = segment.gather(-1);
                    assertThat(addressBits & there).isZero();
                    addressBits |= there;
                }
                assertThat(form.mustBeZero() & (form.value() | form.addressMask()))
                        .isZero();
            }
        }
    }

    @ParameterizedTest
    @MethodSource("all")
    void whatIsEncodedIsDecoded(Architecture architecture) {
        Random random = new Random(SEED);
        for (int i = 0; i < architecture.format().levels().size(); i++) {
            TableLevel level = architecture.format().levels().get(i);
            for (EntryForm form : level.forms()) {
                if (form.kind() != Kind.RESERVED) {
                    for (int n = 0; n < 200; n++) {
                        long at = representable(form, random.nextLong());
                        Entry entry = architecture.decode(i, form.encode(new PhysAddr(at)));
                        assertThat(address(entry))
                                .as("%s %s, seed %d", level.role(), form.name(), SEED)
                                .isEqualTo(at);
                        assertThat(at & ((1L << form.sizeShift()) - 1))
                                .as("aligned")
                                .isZero();
                    }
                    assertThatThrownBy(() -> form.encode(new PhysAddr(1))).isInstanceOf(IllegalArgumentException.class);
                }
            }
            assertThat(architecture.decode(i, 0)).isEqualTo(new Entry.NotPresent(0));
        }
    }

    @ParameterizedTest
    @MethodSource("all")
    void aLeafSpansItsLevelOrAManualsException(Architecture architecture) {
        Set<String> wider = Set.of("large page", "supersection", "64K NAPOT page");
        for (TableLevel level : architecture.format().levels()) {
            for (EntryForm form : level.forms()) {
                if (form.kind() == Kind.LEAF && !wider.contains(form.name())) {
                    assertThat(form.sizeShift())
                            .as("%s %s", level.role(), form.name())
                            .isEqualTo(level.shift());
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("all")
    void theKernelsTablesCoverGrowingSpansUpToTheWholeAddressSpace(Architecture architecture) {
        int span = architecture.format().pageShift();
        for (KernelTable table : architecture.format().kernelTables()) {
            assertThat(table.spanShift()).as("%s", table.role()).isGreaterThan(span);
            span = table.spanShift();
        }
        assertThat(span).isEqualTo(architecture.format().vaBits());
    }

    @ParameterizedTest
    @MethodSource("all")
    void userAndKernelAreApartAndTheHoleLiesBetween(Architecture architecture) {
        AddressSpace space = architecture.addressSpace();
        assertThat(space.user().start().value()).isZero();
        assertThat(Long.compareUnsigned(
                        space.user().end().value(), space.kernel().start().value()))
                .isNotPositive();
        assertThat(space.user().contains(space.defaultMapWindow())).isTrue();
        architecture.format().nonCanonicalHole().ifPresent(hole -> {
            assertThat(hole.end()).isEqualTo(space.kernel().start());
            assertThat(space.user().contains(hole.start())).isFalse();
            assertThat(architecture
                            .format()
                            .isCanonical(new VirtAddr(hole.start().value() - 1)))
                    .isTrue();
            assertThat(architecture.format().isCanonical(hole.start())).isFalse();
            assertThat(architecture.format().isCanonical(hole.end())).isTrue();
        });
        for (Region region : space.regions()) {
            assertThat(space.kernel().contains(region.range())).as("%s", region).isTrue();
            assertThat(region.source()).isNotBlank();
        }
        space.gates().forEach(gate -> assertThat(space.kernel().contains(gate.range()))
                .isTrue());
    }

    @ParameterizedTest
    @MethodSource("all")
    void randomBitsFitTheUserRange(Architecture architecture) {
        AslrBits bits = architecture.aslrBits();
        assertThat(bits.mmap().min()).isLessThan(bits.mmap().max());
        int userBits = Long.SIZE
                - Long.numberOfLeadingZeros(
                        architecture.addressSpace().user().end().value() - 1);
        // Kconfig computes the 42-bit maximum for 4K pages, and offers 42 bits with 64K pages alone.
        int pageShift = userBits == 42 ? 12 : architecture.format().pageShift();
        assertThat(bits.mmap().max() + pageShift).isLessThanOrEqualTo(userBits);
        List<String> names = new ArrayList<>();
        architecture.layoutConstants().forEach(c -> names.add(c.name()));
        assertThat(names).doesNotHaveDuplicates().isNotEmpty();
        assertThat(architecture.zones()).isNotEmpty();
    }

    @Test
    void noTwoVariantsAreTheSame() {
        Set<String> names =
                all().stream().map(a -> a.machine() + " " + a.variant()).collect(Collectors.toCollection(TreeSet::new));
        assertThat(names).hasSameSizeAs(all());
    }

    private static long representable(EntryForm form, long random) {
        long at = 0;
        for (AddressSegment segment : form.address()) {
            at |= segment.gather(segment.scatter(random));
        }
        return at;
    }

    private static long address(Entry entry) {
        if (entry instanceof Entry.Table table) {
            return table.table().value();
        }
        assertThat(entry).isInstanceOf(Entry.Leaf.class);
        return ((Entry.Leaf) entry).base().value();
    }
}
