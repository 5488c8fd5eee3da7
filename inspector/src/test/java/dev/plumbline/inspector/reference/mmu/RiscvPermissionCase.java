package dev.plumbline.inspector.reference.mmu;

import dev.plumbline.inspector.arch.Riscv;
import dev.plumbline.inspector.memory.PhysicalMemory;
import dev.plumbline.inspector.reference.mmu.RiscvSpecification.Step;
import dev.plumbline.inspector.unit.PhysAddr;
import dev.plumbline.inspector.unit.VirtAddr;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Optional;
import java.util.OptionalLong;

/** One chain of tables, one entry each, in which an entry after the other is tried. */
final class RiscvPermissionCase implements PhysicalMemory {

    private static final long POINTER = 1;
    private static final long A = 1 << 6;
    private static final long D = 1 << 7;

    private final Riscv scheme;
    private final RiscvControl control;
    private final RiscvSpecification specification;
    private final Walker walker;
    private final VirtAddr address;
    private final long[] entries;

    RiscvPermissionCase(Riscv scheme, RiscvControl control) {
        this.scheme = scheme;
        this.control = control;
        this.specification = new RiscvSpecification(scheme.vaBits(), control);
        this.entries = new long[scheme.format().levels().size()];
        this.walker = new Walker(new RiscvRegime(scheme, new PhysAddr(0), control), this);
        long at = 0x5a4;
        for (int level = 0; level < entries.length; level++) {
            entries[level] = POINTER;
            at |= index(level) << (12 + level * indexBits());
        }
        this.address = new VirtAddr(at);
    }

    int levels() {
        return entries.length;
    }

    /** Another index at every level, so that an entry is known by it, in whatever page its table is. */
    private static long index(int level) {
        return 37 + 11L * level;
    }

    private int indexBits() {
        return scheme.vaBits() == 32 ? 10 : 9;
    }

    private int entryBytes() {
        return scheme.vaBits() == 32 ? 4 : 8;
    }

    @Override
    public OptionalLong word(PhysAddr at, int bytes) {
        for (int level = 0; level < entries.length; level++) {
            if ((at.value() & 0xfff) == index(level) * bytes && bytes == entryBytes()) {
                return OptionalLong.of(entries[level]);
            }
        }
        return OptionalLong.empty();
    }

    @Override
    public Optional<Window> window(PhysAddr at) {
        return Optional.empty();
    }

    /** What stands at a level from now on. */
    void set(int level, long entry) {
        entries[level] = entry;
    }

    /** Tries an entry among those that are set. */
    void compare(int level, long entry, Access access) {
        long before = entries[level];
        entries[level] = entry;
        Walk walk = walker.access(address, access);
        String difference = difference(walk, access);
        if (!difference.isEmpty()) {
            throw new AssertionError("%s, %s, %s of %s, entries from the last level %s: %s, but %s"
                    .formatted(
                            scheme.variant(),
                            control,
                            access,
                            address,
                            Arrays.toString(Arrays.stream(entries)
                                    .mapToObj(Long::toHexString)
                                    .toArray()),
                            walk,
                            difference));
        }
        entries[level] = before;
    }

    private String difference(Walk walk, Access access) {
        int level = entries.length - 1;
        EnumSet<Step> offences = specification.offences(entries[level], level, access);
        while (offences.isEmpty() && RiscvSpecification.isPointer(entries[level])) {
            level--;
            offences = specification.offences(entries[level], level, access);
        }
        if (offences.isEmpty()) {
            return walk instanceof Walk.Translated translated ? arrival(translated, level, access) : "it is allowed";
        }
        Step first = offences.iterator().next();
        boolean same = walk instanceof Walk.Faulted faulted
                && faulted.fault().kind() == first.kind
                && faulted.fault().level().orElse(-1) == level
                && faulted.fault().code().register().equals("scause")
                && faulted.fault().code().value() == RiscvSpecification.scause(access.kind());
        return same ? "" : "level " + level + " offends against " + first;
    }

    private String arrival(Walk.Translated walk, int level, Access access) {
        long entry = entries[level];
        boolean napot = scheme.vaBits() != 32 && entry < 0;
        int sizeShift = napot ? 16 : 12 + level * indexBits();
        long page = (entry << (scheme.vaBits() == 32 ? 32 : 10) >>> (scheme.vaBits() == 32 ? 42 : 20)) << 12;
        long offset = (1L << sizeShift) - 1;
        long physical = (page & ~offset) | (address.value() & offset);
        if (walk.sizeShift() != sizeShift || walk.address().value() != physical || walk.level() != level) {
            return "it leads to %#x in a page of 2^%d".formatted(physical, sizeShift);
        }
        long after = entry | A | (access.kind() == Access.Kind.WRITE ? D : 0);
        long written = walk.effects().isEmpty() ? entry : walk.effects().get(0).after();
        if (walk.effects().size() != (after == entry ? 0 : 1) || written != after) {
            return "the entry becomes %#x".formatted(after);
        }
        boolean granted = walk.rights().grants(access.kind(), access.privilege());
        return granted ? "" : "the rights grant it";
    }
}
