package dev.plumbline.inspector.observed;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A file of sys/kernel/mm/transparent_hugepage that offers choices, such as {@code always [madvise] never}.
 *
 * <p>Source: mm/huge_memory.c, enabled_show, defrag_show; mm/shmem.c, shmem_enabled_show. The choice in force stands in
 * brackets.
 *
 * @param selected the choice in force; empty in a damaged file
 * @param choices all of them, in the file's order
 */
public record TransparentHugepage(Optional<String> selected, List<String> choices) {

    /** Copies the list. */
    public TransparentHugepage {
        choices = List.copyOf(choices);
    }

    /** Reads the file. */
    public static Parsed<TransparentHugepage> parse(SourceText file) {
        ParseNotes notes = ParseNotes.ofLines(file, "choices with one in brackets");
        List<String> choices = new ArrayList<>();
        List<String> selected = new ArrayList<>();
        for (String word : file.text().strip().split("\\s+", -1)) {
            if (word.startsWith("[") && word.endsWith("]") && word.length() > 2) {
                selected.add(word.substring(1, word.length() - 1));
                choices.add(word.substring(1, word.length() - 1));
            } else if (!word.isEmpty()) {
                choices.add(word);
            }
        }
        if (selected.size() != 1 && !file.text().isEmpty()) {
            notes.damage(1, file.text().strip(), "choices with exactly one in brackets");
        }
        Optional<String> only = selected.size() == 1 ? Optional.of(selected.get(0)) : Optional.empty();
        return notes.with(new TransparentHugepage(only, choices));
    }
}
