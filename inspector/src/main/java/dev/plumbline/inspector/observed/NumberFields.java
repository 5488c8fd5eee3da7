package dev.plumbline.inspector.observed;

import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.Arrays;
import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Named numbers in the order the kernel printed them. Every stanza of {@code smaps} has the same names, so the stanzas
 * share one array of them: a process with 20,000 mappings keeps 20,000 short arrays of numbers and nothing else.
 */
final class NumberFields extends AbstractMap<String, Long> {

    private final String[] names;
    private final long[] values;

    private NumberFields(String[] names, long[] values) {
        this.names = names;
        this.values = values;
    }

    /** The number of that name, without boxing. */
    OptionalLong number(String name) {
        int at = indexOf(names, names.length, name);
        return at < 0 ? OptionalLong.empty() : OptionalLong.of(values[at]);
    }

    @Override
    public boolean containsKey(@Nullable Object name) {
        return name instanceof String s && indexOf(names, names.length, s) >= 0;
    }

    @Override
    @SuppressWarnings("NullAway") // Map.get answers null for what it does not hold
    public Long get(@Nullable Object name) {
        int at = name instanceof String s ? indexOf(names, names.length, s) : -1;
        return at < 0 ? null : values[at];
    }

    @Override
    public Set<Map.Entry<String, Long>> entrySet() {
        return new AbstractSet<>() {
            @Override
            public int size() {
                return names.length;
            }

            @Override
            public Iterator<Map.Entry<String, Long>> iterator() {
                return entries();
            }
        };
    }

    private Iterator<Map.Entry<String, Long>> entries() {
        return new Iterator<>() {
            private int next;

            @Override
            public boolean hasNext() {
                return next < names.length;
            }

            @Override
            public Map.Entry<String, Long> next() {
                if (!hasNext()) {
                    throw new NoSuchElementException("all " + names.length + " fields were taken");
                }
                int at = next++;
                return Map.entry(names[at], values[at]);
            }
        };
    }

    private static int indexOf(String[] names, int count, String name) {
        for (int i = 0; i < count; i++) {
            if (names[i].equals(name)) {
                return i;
            }
        }
        return -1;
    }

    /** Builds one stanza after the other and lets those with the same names share them. */
    static final class Builder {

        /** More names than any kernel prints, so that damaged input cannot make the search for a name slow. */
        private static final int MOST_NAMES = 256;

        private String[] shared = new String[0];
        private String[] names = new String[32];
        private long[] values = new long[32];
        private int count;
        private boolean likeShared = true;

        /** The name that stood at this place in the stanza before; empty where there is none. */
        String expected() {
            return likeShared && count < shared.length ? shared[count] : "";
        }

        /** Adds the number of the {@link #expected} name. */
        void addExpected(long value) {
            append(shared[count], value);
        }

        /** Adds a number; false, and nothing added, if the stanza has the name already or has too many. */
        boolean add(String name, long value) {
            boolean expected = likeShared && count < shared.length && shared[count].equals(name);
            if (!expected && (count == MOST_NAMES || indexOf(names, count, name) >= 0)) {
                return false;
            }
            likeShared = expected;
            append(name, value);
            return true;
        }

        private void append(String name, long value) {
            if (count == names.length) {
                names = Arrays.copyOf(names, count * 2);
                values = Arrays.copyOf(values, count * 2);
            }
            names[count] = name;
            values[count] = value;
            count++;
        }

        /** Ends the stanza and begins the next. */
        NumberFields finish() {
            if (!likeShared || count != shared.length) {
                shared = Arrays.copyOf(names, count);
            }
            NumberFields made = new NumberFields(shared, Arrays.copyOf(values, count));
            count = 0;
            likeShared = true;
            return made;
        }
    }
}
