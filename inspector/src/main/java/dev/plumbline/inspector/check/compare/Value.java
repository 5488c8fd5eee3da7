package dev.plumbline.inspector.check.compare;

import java.util.List;
import java.util.stream.Collectors;

/** What a machine's quantity is, as far as it is known. */
public sealed interface Value {

    /** For people. */
    String words();

    /** A whole number in the quantity's unit. */
    record Count(long number) implements Value {
        @Override
        public String words() {
            return Long.toString(number);
        }
    }

    /**
     * A whole number that is only known to lie between two others: what a description does not settle.
     *
     * @param least the least it may be
     * @param most the most it may be; not below {@code least}
     */
    record Between(long least, long most) implements Value {

        /** @throws IllegalArgumentException if the bounds are the wrong way round */
        public Between {
            if (most < least) {
                throw new IllegalArgumentException("from %d to %d".formatted(least, most));
            }
        }

        @Override
        public String words() {
            return "%d to %d".formatted(least, most);
        }
    }

    /** Whole numbers in an order that has a meaning, such as free blocks by order. */
    record Counts(List<Long> numbers) implements Value {
        /** Copies the list. */
        public Counts {
            numbers = List.copyOf(numbers);
        }

        @Override
        public String words() {
            return numbers.stream().map(String::valueOf).collect(Collectors.joining(" "));
        }
    }

    /** A word or a line. */
    record Text(String text) implements Value {
        @Override
        public String words() {
            return text.isEmpty() ? "\"\"" : text;
        }
    }

    /** Several words or lines, such as ranges of addresses. */
    record Texts(List<String> texts) implements Value {
        /** Copies the list. */
        public Texts {
            texts = List.copyOf(texts);
        }

        @Override
        public String words() {
            return texts.isEmpty() ? "none" : String.join(", ", texts);
        }
    }

    /** The machine is known not to have it: an option that the command line does not name, a zone without memory. */
    record None() implements Value {
        @Override
        public String words() {
            return "none";
        }
    }

    /**
     * It is not known.
     *
     * @param because why
     * @param remedy what would show it; empty where nothing would
     */
    record NotShown(String because, String remedy) implements Value {
        @Override
        public String words() {
            return "not shown";
        }
    }

    /** Whether two known values agree: numbers with the intervals that hold them, everything else with its equal. */
    default boolean agrees(Value other) {
        if (this instanceof Between mine && other instanceof Between theirs) {
            return mine.least <= theirs.most && theirs.least <= mine.most;
        }
        if (this instanceof Between interval && other instanceof Count count) {
            return interval.least <= count.number && count.number <= interval.most;
        }
        if (this instanceof Count && other instanceof Between) {
            return other.agrees(this);
        }
        return equals(other);
    }
}
