package dev.plumbline.inspector.jvm;

import dev.plumbline.inspector.observed.Vma;
import java.util.List;
import java.util.Optional;

/** The mapping that a JVM's image begins with. */
final class JvmImage {

    private static final String LIBRARY = "libjvm.so";

    private JvmImage() {}

    /** The JVM's library: the mapping of its first byte. */
    static Optional<Vma> libjvm(List<Vma> maps) {
        return maps.stream()
                .filter(v -> v.offsetBytes() == 0 && v.fileBacked() && v.readable())
                .filter(v -> v.fileName().endsWith("/" + LIBRARY))
                .findFirst();
    }

    /** The program's own file, as far as that can be told: the first file that is mapped from its beginning with code behind it. */
    static Optional<Vma> executable(List<Vma> maps) {
        for (Vma vma : maps) {
            if (vma.offsetBytes() == 0 && vma.fileBacked() && vma.readable() && hasCode(maps, vma)) {
                return Optional.of(vma);
            }
        }
        return Optional.empty();
    }

    private static boolean hasCode(List<Vma> maps, Vma first) {
        return maps.stream().anyMatch(v -> v.executable() && v.path().equals(first.path()));
    }
}
