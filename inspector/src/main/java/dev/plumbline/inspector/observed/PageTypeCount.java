package dev.plumbline.inspector.observed;

import java.util.Optional;
import java.util.OptionalLong;

/**
 * How many free blocks /proc/pagetypeinfo counted.
 *
 * @param count blocks
 * @param isCapped whether the kernel stopped counting there ({@code >100000}, since 5.4): the true number is at least this
 */
public record PageTypeCount(long count, boolean isCapped) {

    static Optional<PageTypeCount> parse(String word) {
        boolean capped = word.startsWith(">");
        OptionalLong count = KernelNumber.count(capped ? word.substring(1) : word);
        return count.isEmpty() ? Optional.empty() : Optional.of(new PageTypeCount(count.getAsLong(), capped));
    }
}
