package dev.plumbline.inspector.check;

import dev.plumbline.inspector.observed.Vma;

/** A line of a process's maps as evidence. */
final class MapsEvidence {

    private MapsEvidence() {}

    static Evidence of(ProcessView process, Vma vma) {
        String text = "%s %s %s".formatted(vma.range(), vma.permissions(), vma.path());
        return Evidence.at(process.path("maps"), vma.line(), text.stripTrailing());
    }
}
