package dev.plumbline.inspector.check.address;

import dev.plumbline.inspector.arch.Aarch64;
import dev.plumbline.inspector.arch.Architecture;
import dev.plumbline.inspector.arch.Arm;
import dev.plumbline.inspector.arch.PageTableFormat;
import dev.plumbline.inspector.arch.PageTableRole;
import dev.plumbline.inspector.arch.TableLevel;
import dev.plumbline.inspector.unit.VirtAddr;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/**
 * A virtual address cut into the fields that a walk reads, highest bits first. The fields are disjoint and cover all bits of
 * a register.
 *
 * @param fields the fields
 * @param folded the kernel's names of levels that this format does not have, highest first
 * @param notes what the cut alone does not show
 */
public record AddressFields(List<Field> fields, List<String> folded, List<String> notes) {

    private static final int TAG_LOW = 56;

    /**
     * A run of address bits.
     *
     * @param name the kernel's name of the level; {@code tag}, {@code sign} or {@code offset}
     * @param high its highest bit
     * @param low its lowest bit
     * @param value what stands there: of a level, the index into its table
     */
    public record Field(String name, int high, int low, long value) {

        /** The bits, highest first. */
        public String binary() {
            StringBuilder digits = new StringBuilder();
            for (int bit = high - low; bit >= 0; bit--) {
                digits.append(value >>> bit & 1);
            }
            return digits.toString();
        }
    }

    /** Copies the lists. */
    public AddressFields {
        fields = List.copyOf(fields);
        folded = List.copyOf(folded);
        notes = List.copyOf(notes);
    }

    /** Cuts an address; of a 32-bit architecture, its low half. */
    public static AddressFields of(Architecture architecture, VirtAddr address) {
        PageTableFormat format = architecture.format();
        long value = address.value();
        List<Field> fields = new ArrayList<>();
        int top = format.vaBits() == Integer.SIZE ? Integer.SIZE : Long.SIZE;
        if (architecture instanceof Aarch64) {
            fields.add(field("tag", top, TAG_LOW, value));
            top = TAG_LOW;
        }
        if (top > format.vaBits()) {
            fields.add(field("sign", top, format.vaBits(), value));
        }
        for (int i = format.levels().size() - 1; i >= 0; i--) {
            TableLevel level = format.levels().get(i);
            fields.add(field(level.role().name(), level.spanShift(), level.shift(), value));
        }
        fields.add(field("offset", format.pageShift(), 0, value));
        return new AddressFields(fields, folded(format), notes(architecture, value));
    }

    private static Field field(String name, int end, int low, long address) {
        return new Field(name, end - 1, low, address >>> low & (-1L >>> (Long.SIZE - (end - low))));
    }

    private static List<String> folded(PageTableFormat format) {
        List<PageTableRole> there =
                format.levels().stream().map(TableLevel::role).toList();
        List<String> folded = new ArrayList<>(Arrays.stream(PageTableRole.values())
                .filter(role -> !there.contains(role))
                .map(Enum::name)
                .toList());
        Collections.reverse(folded);
        return folded;
    }

    /** Linux joins two entries of the short-descriptor first level to one (arch/arm/include/asm/pgtable-2level.h). */
    private static List<String> notes(Architecture architecture, long address) {
        if (architecture instanceof Arm arm && !arm.lpae()) {
            return List.of(
                    "Linux joins two of the 4096 first-level entries to one PGD entry of 2 MiB: here %d, its %s half"
                            .formatted(address >>> 21 & 0x7ff, (address >>> 20 & 1) == 0 ? "lower" : "upper"));
        }
        return List.of();
    }
}
