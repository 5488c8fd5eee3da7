package dev.plumbline.inspector.cli;

import dev.plumbline.inspector.arch.ArchitectureNames;
import java.util.Iterator;

/** The names of architectures, for shell completion. */
final class ArchitectureChoice implements Iterable<String> {

    @Override
    public Iterator<String> iterator() {
        return ArchitectureNames.all().iterator();
    }
}
