package dev.plumbline.bridge.attach;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Whether a JVM was started with its attach mechanism turned off. Such a JVM answers SIGQUIT by a thread dump on its standard
 * output, so it must not be sent one in vain.
 *
 * <p>Source: {@code Arguments::parse_vm_init_args} (JAVA_TOOL_OPTIONS, then the command line, then _JAVA_OPTIONS; the last
 * word counts), src/hotspot/share/runtime/arguments.cpp; {@code JDK_JAVA_OPTIONS} is put in front of the command line by the
 * launcher, src/java.base/share/native/libjli/args.c (9 and later).
 */
final class AttachOption {

    private static final Pattern FLAG = Pattern.compile("-XX:([+-])DisableAttachMechanism");

    private AttachOption() {}

    /**
     * @param cmdline and environ as /proc has them, parts ended by NUL
     */
    static boolean isOff(String cmdline, String environ) {
        List<String> words = new ArrayList<>();
        words.addAll(variable(environ, "JAVA_TOOL_OPTIONS"));
        words.addAll(variable(environ, "JDK_JAVA_OPTIONS"));
        words.addAll(Arrays.asList(cmdline.split("\0", -1)));
        words.addAll(variable(environ, "_JAVA_OPTIONS"));
        boolean off = false;
        for (String word : words) {
            Matcher flag = FLAG.matcher(word);
            if (flag.matches()) {
                off = flag.group(1).equals("+");
            }
        }
        return off;
    }

    private static List<String> variable(String environ, String name) {
        for (String entry : environ.split("\0", -1)) {
            if (entry.startsWith(name + "=")) {
                return Arrays.asList(entry.substring(name.length() + 1).split("\\s+", -1));
            }
        }
        return List.of();
    }
}
