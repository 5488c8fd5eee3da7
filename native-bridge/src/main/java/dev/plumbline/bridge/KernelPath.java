package dev.plumbline.bridge;

import java.util.Comparator;
import java.util.Optional;

/** The rules for paths of kernel files, the same for the live host and for captures. */
public final class KernelPath {

    /** Names in a directory: runs of digits by value, everything else by character; {@code node2} before {@code node10}. */
    public static final Comparator<String> NAME_ORDER = KernelPath::compareNames;

    private KernelPath() {}

    /**
     * Why a path cannot name a kernel file, if it cannot. Parts of paths come out of the files themselves (a kernel release
     * names {@code boot/config-RELEASE}), so a path is as untrusted as its source.
     *
     * @param path relative, with {@code /} between names
     * @return empty where the path stays below its root; otherwise the reason, for people
     */
    public static Optional<String> objection(String path) {
        if (path.isEmpty()) {
            return Optional.of("the path is empty");
        }
        if (path.startsWith("/")) {
            return Optional.of("the path is absolute");
        }
        int nameStart = 0;
        for (int i = 0; i <= path.length(); i++) {
            char c = i < path.length() ? path.charAt(i) : '/';
            if (c == '\\' || c < ' ') {
                return Optional.of("the path holds a backslash or a control character");
            }
            if (c == '/') {
                if (leadsNowhere(path, nameStart, i)) {
                    return Optional.of("the path holds an empty name, \".\" or \"..\"");
                }
                nameStart = i + 1;
            }
        }
        return Optional.empty();
    }

    private static boolean leadsNowhere(String path, int start, int end) {
        return switch (end - start) {
            case 0 -> true;
            case 1 -> path.charAt(start) == '.';
            case 2 -> path.charAt(start) == '.' && path.charAt(start + 1) == '.';
            default -> false;
        };
    }

    private static int compareNames(String a, String b) {
        int i = 0;
        int j = 0;
        while (i < a.length() && j < b.length()) {
            if (isDigit(a.charAt(i)) && isDigit(b.charAt(j))) {
                int iEnd = endOfDigits(a, i);
                int jEnd = endOfDigits(b, j);
                int byValue = compareNumbers(a.substring(i, iEnd), b.substring(j, jEnd));
                if (byValue != 0) {
                    return byValue;
                }
                i = iEnd;
                j = jEnd;
            } else if (a.charAt(i) != b.charAt(j)) {
                return Character.compare(a.charAt(i), b.charAt(j));
            } else {
                i++;
                j++;
            }
        }
        int byLength = Integer.compare(a.length() - i, b.length() - j);
        return byLength != 0 ? byLength : a.compareTo(b);
    }

    private static int compareNumbers(String a, String b) {
        String x = withoutLeadingZeros(a);
        String y = withoutLeadingZeros(b);
        return x.length() != y.length() ? Integer.compare(x.length(), y.length()) : x.compareTo(y);
    }

    private static String withoutLeadingZeros(String digits) {
        int i = 0;
        while (i < digits.length() - 1 && digits.charAt(i) == '0') {
            i++;
        }
        return digits.substring(i);
    }

    private static int endOfDigits(String s, int from) {
        int i = from;
        while (i < s.length() && isDigit(s.charAt(i))) {
            i++;
        }
        return i;
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }
}
