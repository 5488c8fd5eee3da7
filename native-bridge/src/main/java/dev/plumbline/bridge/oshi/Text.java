package dev.plumbline.bridge.oshi;

import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import oshi.util.Constants;

/** OSHI answers with a blank or with a word where it does not know. */
final class Text {

    private Text() {}

    /** The text, unless it stands for not knowing. */
    static Optional<String> known(@Nullable String text) {
        if (text == null) {
            return Optional.empty();
        }
        String bare = text.strip();
        boolean unknown = bare.isEmpty() || bare.toLowerCase(Locale.ROOT).equals(Constants.UNKNOWN);
        return unknown ? Optional.empty() : Optional.of(bare);
    }
}
