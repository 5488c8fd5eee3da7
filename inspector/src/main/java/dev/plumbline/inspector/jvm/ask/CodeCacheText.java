package dev.plumbline.inspector.jvm.ask;

import dev.plumbline.inspector.owner.Owner;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * {@code Compiler.codecache}: each code heap by name, with the bounds of what is reserved for it. A cache that is not segmented is
 * {@code CodeCache} alone.
 *
 * <p>Source: {@code CodeCache::print_summary}, src/hotspot/share/code/codeCache.cpp (11, 17, 21, 25).
 */
final class CodeCacheText {

    private static final Pattern HEAP =
            Pattern.compile("(?m)^(CodeHeap '[^'\\n]{1,40}'|CodeCache): size=\\d{1,12}Kb [^\\n]{0,200}\\n bounds ");

    private static final Pattern BOUNDS =
            Pattern.compile("\\[" + Hex.ADDRESS + ", " + Hex.ADDRESS + ", " + Hex.ADDRESS + "\\]");

    private CodeCacheText() {}

    static void read(String text, Known known, ClaimCollector.Source claims) {
        Matcher heap = HEAP.matcher(text);
        Matcher bounds = BOUNDS.matcher(text);
        while (heap.find()) {
            bounds.region(heap.end(), text.length());
            if (bounds.lookingAt()) {
                claims.claim(Hex.value(bounds.group(1)), Hex.value(bounds.group(3)), Owner.CODE_CACHE, heap.group(1));
            } else {
                claims.damage(
                        text.substring(heap.end(), Math.min(text.length(), heap.end() + 80)),
                        "the bounds of a code heap");
            }
        }
    }
}
