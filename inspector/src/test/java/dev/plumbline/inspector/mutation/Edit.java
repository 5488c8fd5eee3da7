package dev.plumbline.inspector.mutation;

import java.nio.charset.StandardCharsets;
import java.util.function.LongUnaryOperator;
import java.util.function.UnaryOperator;

/** One change to a capture. */
sealed interface Edit {

    /** Which of a bracket's two readings a change concerns. */
    enum Reading {
        FIRST,
        SECOND,
        BOTH
    }

    /** A file's bytes, changed; {@code edit} fails the test if it would change nothing, as that would prove nothing. */
    record Content(String path, Reading which, UnaryOperator<byte[]> edit) implements Edit {

        boolean applies(String asked, boolean again) {
            return path.equals(asked) && (which == Reading.BOTH || which == (again ? Reading.SECOND : Reading.FIRST));
        }
    }

    /** One pagemap entry of one process, changed. */
    record PagemapEntry(int pid, long address, LongUnaryOperator edit) implements Edit {}

    /** A text file, changed in both readings where it is read twice. */
    static Content text(String path, UnaryOperator<String> edit) {
        return text(path, Reading.BOTH, edit);
    }

    /** A text file, changed in the named reading. */
    static Content text(String path, Reading which, UnaryOperator<String> edit) {
        return new Content(path, which, before -> {
            String old = new String(before, StandardCharsets.ISO_8859_1);
            String changed = edit.apply(old);
            if (changed.equals(old)) {
                throw new AssertionError("the edit of " + path + " changes nothing");
            }
            return changed.getBytes(StandardCharsets.ISO_8859_1);
        });
    }
}
