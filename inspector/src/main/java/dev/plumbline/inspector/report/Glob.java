package dev.plumbline.inspector.report;

import java.util.regex.Pattern;

/** A pattern over whole names: {@code *} stands for any run of characters, {@code ?} for one, all else for itself. */
public final class Glob {

    private final String text;
    private final Pattern pattern;

    /** A glob as the user wrote it. */
    public Glob(String text) {
        this.text = text;
        StringBuilder regex = new StringBuilder();
        text.codePoints()
                .forEach(c -> regex.append(
                        switch (c) {
                            case '*' -> ".*";
                            case '?' -> ".";
                            default -> Pattern.quote(Character.toString(c));
                        }));
        this.pattern = Pattern.compile(regex.toString(), Pattern.DOTALL);
    }

    /** Whether the whole of a name matches. */
    public boolean matches(String name) {
        return pattern.matcher(name).matches();
    }

    /** As the user wrote it. */
    @Override
    public String toString() {
        return text;
    }
}
