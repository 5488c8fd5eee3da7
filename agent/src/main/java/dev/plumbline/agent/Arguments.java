package dev.plumbline.agent;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The agent's arguments: {@code name=value} or {@code name}, separated by commas; a backslash takes the meaning from the
 * character after it.
 *
 * @param values by name, in their order; a name alone has the empty value
 */
record Arguments(Map<String, String> values) {

    /** The agent's own JAR, where it is not the one that the entry points came from. */
    static final String JAR = "jar";

    /** A file for the answer to whoever attached. */
    static final String ANSWER = "answer";

    /** Ends what an earlier attach started. */
    static final String STOP = "stop";

    static Arguments parse(@Nullable String text) {
        Map<String, String> values = new LinkedHashMap<>();
        if (text != null) {
            Reader reader = new Reader(text);
            while (!reader.atEnd()) {
                String name = reader.upTo(",=");
                boolean hasValue = reader.take('=');
                String value = hasValue ? reader.upTo(",") : "";
                reader.take(',');
                if (hasValue || !name.isEmpty()) {
                    values.put(name, value);
                }
            }
        }
        return new Arguments(values);
    }

    boolean has(String name) {
        return values.containsKey(name);
    }

    /** A value; empty where there is none. */
    String value(String name) {
        return values.getOrDefault(name, "");
    }

    private static final class Reader {

        private final String text;
        private int at;

        Reader(String text) {
            this.text = text;
        }

        boolean atEnd() {
            return at >= text.length();
        }

        boolean take(char expected) {
            boolean there = !atEnd() && text.charAt(at) == expected;
            at += there ? 1 : 0;
            return there;
        }

        String upTo(String ends) {
            StringBuilder taken = new StringBuilder();
            while (!atEnd() && ends.indexOf(text.charAt(at)) < 0) {
                if (text.charAt(at) == '\\' && at + 1 < text.length()) {
                    at++;
                }
                taken.append(text.charAt(at++));
            }
            return taken.toString();
        }
    }
}
