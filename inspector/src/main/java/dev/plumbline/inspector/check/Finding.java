package dev.plumbline.inspector.check;

import java.util.List;

/**
 * One verdict on one quantity.
 *
 * @param check the check's stable id
 * @param subject what it is about: {@code node 0 DMA32 min}, {@code pid 4711 java}
 * @param evidence the places the verdict rests on
 */
public record Finding(String check, Kind kind, String subject, Verdict verdict, List<Evidence> evidence) {

    /** Copies the list. */
    public Finding {
        evidence = List.copyOf(evidence);
    }
}
