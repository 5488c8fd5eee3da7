package dev.plumbline.inspector.captures;

import dev.plumbline.fixtures.Captures;
import dev.plumbline.inspector.source.Capture;
import dev.plumbline.inspector.source.NotACaptureException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/** The captures together with their memory images, each put together once for all tests. */
public final class StoppedMachines {

    private static final Map<String, Path> FILES = new ConcurrentHashMap<>();

    private StoppedMachines() {}

    /** The names of all captures. */
    public static Stream<String> names() {
        return Captures.all().stream().map(p -> p.getFileName().toString().replace(".zip", ""));
    }

    /** One capture with its image; to be closed. */
    public static Capture open(String name) {
        try {
            return Capture.open(FILES.computeIfAbsent(name, Captures::withImage));
        } catch (NotACaptureException e) {
            throw new AssertionError(name + " is a fixture and must open", e);
        }
    }
}
