package dev.plumbline.inspector.check.map;

import dev.plumbline.inspector.reference.layout.PlacementWindow;
import dev.plumbline.inspector.unit.AddressRange;
import java.util.Locale;

/**
 * Where the reference lets the kernel put a mapping, for reports.
 *
 * @param name {@code stack}, {@code mmap}, {@code image}, {@code brk}, {@code above-stack}, {@code gate} or {@code asked}
 * @param range the addresses that the rule allows
 * @param randomBits of how many random bits the kernel chose the place, at most: the sysctls may have been set lower
 * @param rule the rule and the kernel file it comes from
 */
public record MapWindow(String name, AddressRange range, int randomBits, String rule) {

    static MapWindow of(PlacementWindow window, int randomBits) {
        String name = window.kind().name().toLowerCase(Locale.ROOT).replace('_', '-');
        return new MapWindow(name, window.range(), randomBits, window.rule());
    }

    /** The name in words. */
    public String title() {
        return switch (name) {
            case "stack" -> "stack";
            case "mmap" -> "mmap area";
            case "image" -> "image of a position-independent program";
            case "brk" -> "program break";
            case "above-stack" -> "above the stack";
            case "gate" -> "gate of the kernel";
            default -> "at an address that was asked for";
        };
    }
}
