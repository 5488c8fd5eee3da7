package dev.plumbline.inspector.reference.zone.derive;

import dev.plumbline.inspector.reference.zone.ZoneExtent;
import java.util.ArrayList;
import java.util.List;

/**
 * Within which bounds the managed pages of each zone lie. What memblock reserves is not handed to the buddy allocator
 * (memblock_free_all, mm/memblock.c); where the boot allocator puts what has no fixed place is its affair, so that any of it
 * may lie in any zone.
 *
 * <p>CMA areas and huge pages are managed, the initial RAM disk and the kernel's init sections are once they are freed.
 */
final class ManagedEstimate {

    private final MachineDescription machine;
    private final List<ZoneExtent> extents;
    private final BootReservations reservations;

    ManagedEstimate(MachineDescription machine, List<ZoneExtent> extents) {
        this.machine = machine;
        this.extents = extents;
        long present = extents.stream().mapToLong(ZoneExtent::presentPages).sum();
        this.reservations = new BootReservations(machine, present);
    }

    List<ManagedBounds> bounds() {
        long total = extents.stream().mapToLong(ZoneExtent::presentPages).sum();
        List<ManagedBounds> all = new ArrayList<>();
        for (ZoneExtent extent : extents) {
            all.add(bounds(extent, total - extent.presentPages()));
        }
        return machine.reservations()
                .handedOver()
                .filter(known -> machine.added().isEmpty()) // added memory may hold its own struct pages
                .map(known -> together(all, total, known))
                .orElse(all);
    }

    /** What all zones have together leaves each zone what the others cannot have, at most and at least. */
    private static List<ManagedBounds> together(
            List<ManagedBounds> alone, long presentPages, Reservations.HandedOver known) {
        long atBoot = presentPages - known.reservedPages();
        long now = atBoot + known.freedPages();
        List<ManagedBounds> all = new ArrayList<>();
        for (int i = 0; i < alone.size(); i++) {
            ManagedBounds own = alone.get(i);
            long othersMost = -own.pages().most();
            long othersLeast = -own.atBoot().least();
            for (ManagedBounds other : alone) {
                othersMost += other.pages().most();
                othersLeast += other.atBoot().least();
            }
            Interval then = within(own.atBoot(), atBoot - othersMost, now - othersLeast);
            Interval today = within(own.pages(), now - othersMost, now - othersLeast);
            all.add(new ManagedBounds(today, then, own.most(), own.least()));
        }
        return all;
    }

    /** Where the log contradicts the bounds, these stay. */
    private static Interval within(Interval bounds, long least, long most) {
        long low = Math.max(bounds.least(), least);
        long high = Math.min(bounds.most(), most);
        return low <= high ? new Interval(low, high) : bounds;
    }

    private ManagedBounds bounds(ZoneExtent extent, long elsewherePages) {
        long present = extent.presentPages();
        if (present == 0) {
            return new ManagedBounds(Interval.exactly(0), Interval.exactly(0), List.of(), List.of());
        }
        List<ManagedBounds.Share> certain = new ArrayList<>(fixed(extent));
        long here = reservations.memmapPages() - elsewherePages;
        if (here > 0) {
            certain.add(new ManagedBounds.Share(here, "struct pages that no other zone has room for"));
        }
        List<ManagedBounds.Share> possible = reservations.possible();
        long most = Math.max(0, present - sum(certain));
        long least = Math.max(0, Math.min(most, present - sum(possible)));
        Interval now = new Interval(least, most);
        Interval atBoot = new Interval(Math.max(0, least - sum(reservations.freedLater())), most);
        return new ManagedBounds(now, atBoot, certain, possible);
    }

    /** Whole pages of ranges whose place is known. */
    private List<ManagedBounds.Share> fixed(ZoneExtent extent) {
        List<ManagedBounds.Share> shares = new ArrayList<>();
        for (Reservations.Range range : machine.reservations().known()) {
            long start = Math.max(machine.pfnUp(range.startBytes()), extent.startPfn());
            long end = Math.min(machine.pfnDown(range.endBytes()), extent.startPfn() + extent.spannedPages());
            if (start < end) {
                shares.add(new ManagedBounds.Share(end - start, range.because()));
            }
        }
        return shares;
    }

    private static long sum(List<ManagedBounds.Share> shares) {
        return shares.stream().mapToLong(ManagedBounds.Share::pages).sum();
    }
}
