package dev.plumbline.inspector.check.map;

import dev.plumbline.inspector.arch.AddressSpace;
import dev.plumbline.inspector.owner.OwnedRange;
import dev.plumbline.inspector.owner.Owner;
import dev.plumbline.inspector.reference.layout.PlacementWindow;
import dev.plumbline.inspector.reference.layout.PlacementWindow.Kind;
import dev.plumbline.inspector.reference.layout.UserLayout;
import dev.plumbline.inspector.unit.AddressRange;
import dev.plumbline.inspector.unit.VirtAddr;
import java.util.List;
import java.util.Optional;

/** The window into which the reference lets the kernel put each mapping of one process. */
public final class Windows {

    /** Where nothing is known. */
    public static final Windows UNKNOWN = new Windows(Optional.empty(), List.of(), List.of());

    private final Optional<UserLayout> layout;
    private final List<AddressSpace.Gate> gates;
    private final long imageEnd;
    private final long heapEnd;
    private final long stackEnd;

    Windows(Optional<UserLayout> layout, List<AddressSpace.Gate> gates, List<OwnedRange> ranges) {
        this.layout = layout;
        this.gates = gates;
        this.imageEnd = end(ranges, Owner.EXECUTABLE);
        this.heapEnd = end(ranges, Owner.BRK);
        this.stackEnd = end(ranges, Owner.MAIN_STACK);
    }

    private static long end(List<OwnedRange> ranges, Owner owner) {
        return ranges.stream()
                .filter(r -> r.owner() == owner)
                .mapToLong(r -> r.range().end().value())
                .reduce(0, (before, next) -> next);
    }

    /** The window of a range's mapping; empty where the architecture has no reference. */
    public Optional<PlacementWindow> of(OwnedRange range) {
        AddressRange mapping = range.vma().range();
        Optional<PlacementWindow> gate = gates.stream()
                .filter(g -> g.range().contains(mapping))
                .findFirst()
                .map(g -> new PlacementWindow(Kind.GATE, g.range(), "the same in every process: " + g.name()));
        return gate.isPresent() ? gate : layout.map(l -> inUserHalf(l, range.owner(), mapping));
    }

    /** The same for reports; empty where the architecture has no reference. */
    public Optional<MapWindow> window(OwnedRange range) {
        return of(range)
                .map(w ->
                        MapWindow.of(w, layout.map(l -> l.randomBits(w.kind())).orElse(0)));
    }

    private PlacementWindow inUserHalf(UserLayout user, Owner owner, AddressRange mapping) {
        return switch (owner) {
            case MAIN_STACK -> user.stack();
            case VSYSCALL -> new PlacementWindow(Kind.GATE, mapping, "the same in every process");
            case EXECUTABLE -> user.image().range().contains(mapping.start()) ? user.image() : elsewhere(user, mapping);
            case BRK ->
                user.brk(imageEnd, heapEnd).range().contains(mapping)
                        ? user.brk(imageEnd, heapEnd)
                        : elsewhere(user, mapping);
            case VDSO, VVAR ->
                stackEnd != 0 && mapping.start().compareTo(new VirtAddr(stackEnd)) >= 0
                        ? user.aboveStack(stackEnd)
                        : elsewhere(user, mapping);
            default -> elsewhere(user, mapping);
        };
    }

    private static PlacementWindow elsewhere(UserLayout user, AddressRange mapping) {
        return user.unnamed(mapping).orElseGet(user::asked);
    }
}
