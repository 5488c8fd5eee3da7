package dev.plumbline.inspector.jvm.ask;

import dev.plumbline.inspector.jvm.JvmIdentity;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Which JVM it is, pieced together from what any of its answers tells.
 *
 * <p>Sources: {@code VersionDCmd::execute}, src/hotspot/share/services/diagnosticCommand.cpp; the heading of {@code VM.info},
 * {@code VMError::report_vm_version}, utilities/vmError.cpp (9 and later). 8 prints no collector, but its heap is known by the
 * names of its parts.
 */
final class IdentityText {

    /** {@code OpenJDK 64-Bit Server VM version 25.504-b01} and {@code JDK 8.0_504} below. */
    private static final Pattern VERSION =
            Pattern.compile("(?m)^(\\S[^\\n]{0,100}) version (\\S{1,80})\\nJDK (\\S{1,80})$");

    private static final Pattern COLLECTOR =
            Pattern.compile("(?m)^# Java VM: [^\\n]{0,300}, ([a-z][a-z -]{0,30}) gc, ");

    private static final Map<String, String> WORDS = Map.of("concurrent mark sweep", "cms");

    /** How the text of each collector's heap begins. */
    private static final List<Map.Entry<Pattern, String>> HEAPS = List.of(
            Map.entry(Pattern.compile("(?m)^ ?garbage-first heap "), "g1"),
            Map.entry(Pattern.compile("(?m)^ PSYoungGen "), "parallel"),
            Map.entry(Pattern.compile("(?m)^ concurrent mark-sweep generation "), "cms"),
            Map.entry(Pattern.compile("(?m)^ (?:def new generation|DefNew) "), "serial"),
            Map.entry(Pattern.compile("(?m)^ ?Shenandoah Heap"), "shenandoah"),
            Map.entry(Pattern.compile("(?m)^ ZHeap "), "z"),
            Map.entry(Pattern.compile("(?m)^Epsilon Heap"), "epsilon"));

    private @Nullable String version;
    private @Nullable String name;
    private @Nullable String collector;

    /** Takes from an answer what it tells. */
    void read(String text) {
        Matcher told = VERSION.matcher(text);
        if (version == null && told.find()) {
            name = ClaimCollector.printable(told.group(1));
            // HotSpot of 8 and before counted its own releases.
            boolean own = told.group(3).startsWith("8.");
            version = ClaimCollector.printable(told.group(own ? 3 : 2));
        }
        Matcher gc = COLLECTOR.matcher(text);
        if (gc.find()) {
            collector = WORDS.getOrDefault(gc.group(1), gc.group(1));
        }
        for (Map.Entry<Pattern, String> heap : HEAPS) {
            if (collector == null && heap.getKey().matcher(text).find()) {
                collector = heap.getValue();
            }
        }
    }

    JvmIdentity identity() {
        return new JvmIdentity(
                version == null ? "unknown" : version, Optional.ofNullable(name), Optional.ofNullable(collector));
    }
}
