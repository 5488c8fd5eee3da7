package dev.plumbline.inspector.observed;

import java.util.ArrayList;
import java.util.List;

/** Collects the damage of one file, bounded: input is untrusted, and the first places tell the story. */
final class DamageLog {

    /** How many places are kept; a last entry counts the others. */
    static final int KEPT = 100;

    private static final int SHOWN_CHARS = 80;

    private final String path;
    private final List<Damage> kept = new ArrayList<>();
    private int further;

    DamageLog(String path) {
        this.path = path;
    }

    /** Damage in one line. */
    void at(int line, String found, String allowed) {
        if (kept.size() == KEPT) {
            further++;
            return;
        }
        kept.add(new Damage(path, line, shorten(found), allowed));
    }

    /** Damage of the file as a whole; {@code found} says in words what it is. */
    void whole(String found, String allowed) {
        at(0, found, allowed);
    }

    boolean isEmpty() {
        return kept.isEmpty();
    }

    List<Damage> list() {
        if (further == 0) {
            return List.copyOf(kept);
        }
        List<Damage> all = new ArrayList<>(kept);
        all.add(new Damage(path, 0, further + " further damaged places", "none"));
        return all;
    }

    private static String shorten(String found) {
        boolean cut = found.length() > SHOWN_CHARS;
        StringBuilder shown = new StringBuilder(SHOWN_CHARS + 1);
        for (int i = 0; i < Math.min(found.length(), SHOWN_CHARS); i++) {
            char c = found.charAt(i);
            shown.append(c < ' ' || c == 0x7f ? '\ufffd' : c);
        }
        return cut ? shown.append('…').toString() : shown.toString();
    }
}
