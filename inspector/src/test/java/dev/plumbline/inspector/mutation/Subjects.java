package dev.plumbline.inspector.mutation;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads a finding's subject. */
final class Subjects {

    private static final Pattern PROCESS = Pattern.compile("pid (\\d+)\\b.*");

    private Subjects() {}

    /** The pid of a subject about a process. */
    static int pid(String subject) {
        Matcher matcher = PROCESS.matcher(subject);
        if (!matcher.matches()) {
            throw new AssertionError(subject + " names no process");
        }
        return Integer.parseInt(matcher.group(1));
    }
}
