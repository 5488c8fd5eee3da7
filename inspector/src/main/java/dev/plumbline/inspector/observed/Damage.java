package dev.plumbline.inspector.observed;

/**
 * A place in a kernel file that cannot be what the kernel prints.
 *
 * @param path the file
 * @param line 1-based; 0 where the damage concerns the whole file (empty, truncated)
 * @param found the offending text, shortened to what one line can show
 * @param allowed what the kernel would print there
 */
public record Damage(String path, int line, String found, String allowed) {

    /** One line for people. */
    @Override
    public String toString() {
        return line > 0
                ? "%s line %d: found \"%s\", expected %s".formatted(path, line, found, allowed)
                : "%s: found %s, expected %s".formatted(path, found, allowed);
    }
}
