package dev.plumbline.inspector.check;

import java.util.List;

/** What a check concludes about one quantity. */
public sealed interface Verdict {

    /** Why, for people; empty where there is nothing to add. */
    String because();

    /** Observed equals expected. */
    record Holds(String observed, String expected, String because) implements Verdict {
        /** A quantity that equals its prediction. */
        public static Holds equal(Object value) {
            return new Holds(value.toString(), value.toString(), "");
        }
    }

    /**
     * Observed differs, and named terms account for the whole difference: {@code observed = expected + Σ terms}.
     *
     * @param unit what the numbers count: {@code pages}, {@code KiB}, {@code mappings}
     */
    record Explained(long observed, long expected, String unit, List<Term> terms, String because) implements Verdict {

        /** @throws IllegalArgumentException if the terms do not account for the difference */
        public Explained {
            terms = List.copyOf(terms);
            long sum = terms.stream().mapToLong(Term::amount).sum();
            if (observed != expected + sum) {
                throw new IllegalArgumentException(
                        "observed %d, expected %d, terms add up to %d".formatted(observed, expected, sum));
            }
        }
    }

    /**
     * The quantity changed between two readings taken around the observation.
     *
     * @param before the first reading
     * @param after the second; never equal to {@code before}
     * @param expected what the observation in between gives
     */
    record Drifted(String before, String after, String expected, String because) implements Verdict {

        /** @throws IllegalArgumentException if the two readings are equal */
        public Drifted {
            if (before.equals(after)) {
                throw new IllegalArgumentException("nothing drifted: both readings are " + before);
            }
        }
    }

    /** Observed differs and nothing accounts for it. */
    record Violated(String observed, String expected, String because) implements Verdict {}

    /**
     * The quantity could not be observed or not be predicted.
     *
     * @param remedy the privilege, kernel option or file that would show it; empty where none would
     */
    record NotObservable(String because, String remedy) implements Verdict {}

    /**
     * One part of an explained difference.
     *
     * @param amount in the verdict's unit, signed
     */
    record Term(long amount, Evidence evidence) {}
}
