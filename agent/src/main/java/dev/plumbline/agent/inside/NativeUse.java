package dev.plumbline.agent.inside;

import java.util.Locale;
import java.util.Optional;

/** Whether native calls are made inside the application. They cost some 15 MB there, and JDK 24 and later warn of them. */
enum NativeUse {
    /** Where plain Java cannot read the process's own memory. */
    AUTO,
    YES,
    NO;

    static Optional<NativeUse> ofWord(String word) {
        for (NativeUse use : values()) {
            if (use.name().toLowerCase(Locale.ROOT).equals(word)) {
                return Optional.of(use);
            }
        }
        return word.isEmpty() ? Optional.of(YES) : Optional.empty();
    }
}
