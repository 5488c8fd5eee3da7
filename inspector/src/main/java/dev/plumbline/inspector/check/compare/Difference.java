package dev.plumbline.inspector.check.compare;

import java.util.Locale;

/**
 * One quantity of two machines beside each other.
 *
 * @param key which quantity
 * @param first of the first machine
 * @param second of the second
 * @param outcome what to make of it
 * @param because why it is what the outcome says; empty where there is nothing to add
 */
public record Difference(Quantity.Key key, Value first, Value second, Outcome outcome, String because) {

    /** What two values beside each other mean. */
    public enum Outcome {
        /** They differ, and memory is laid out differently for it. */
        MATTERS,
        /** They differ because what they are computed from differs. */
        FOLLOWS,
        /** They differ, and memory is laid out the same. */
        IMMATERIAL,
        /** They differ as they do from one moment or one boot to the next. */
        DRIFTED,
        /** One side or both do not show it. */
        NOT_COMPARED,
        /** They agree. */
        SAME;

        /** As documents write it. */
        public String word() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }
}
