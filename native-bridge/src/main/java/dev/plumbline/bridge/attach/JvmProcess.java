package dev.plumbline.bridge.attach;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What /proc says of a process that one wants to attach to.
 *
 * @param pid as the reader's pid namespace numbers it
 * @param namespacePid as the process itself knows it, by which its files are named
 * @param startTimeTicks field 22 of stat
 * @param state the letter of its state
 * @param uid its effective user, as the reader's user namespace numbers it
 * @param gid its effective group
 * @param handlesQuit whether it has a handler for SIGQUIT now
 * @param machine which virtual machine its mappings show
 * @param attachDisabled whether its command line and environment turn the attach mechanism off
 */
record JvmProcess(
        int pid,
        int namespacePid,
        long startTimeTicks,
        char state,
        int uid,
        int gid,
        boolean handlesQuit,
        Machine machine,
        boolean attachDisabled) {

    /** Whose mappings these are. */
    enum Machine {
        HOTSPOT,
        OPENJ9,
        NONE
    }

    private static final int QUIT_BIT = 1 << (3 - 1);
    private static final Pattern HOTSPOT = Pattern.compile("(?m)^.*/libjvm\\.so(?: \\(deleted\\))?$");
    private static final Pattern OPENJ9 = Pattern.compile("(?m)^.*/libj9vm\\d+\\.so(?: \\(deleted\\))?$");

    /** Reads a process's files below {@code proc}. */
    static AttachAnswer<JvmProcess> read(Path proc, int pid) {
        Path directory = proc.resolve(Integer.toString(pid));
        try {
            String status = ProcText.read(directory.resolve("status"));
            return new AttachAnswer.Value<>(new JvmProcess(
                    pid,
                    lastNumber(status, "NSpid").orElse((long) pid).intValue(),
                    startTime(ProcText.read(directory.resolve("stat"))),
                    field(status, "State").map(s -> s.charAt(0)).orElse('?'),
                    (int) numberAt(status, "Uid", 1),
                    (int) numberAt(status, "Gid", 1),
                    field(status, "SigCgt")
                            .filter(mask -> (Long.parseUnsignedLong(mask, 16) & QUIT_BIT) != 0)
                            .isPresent(),
                    machine(ProcText.read(directory.resolve("maps"))),
                    AttachOption.isOff(
                            ProcText.read(directory.resolve("cmdline")),
                            ProcText.readIfPermitted(directory.resolve("environ")))));
        } catch (NoSuchFileException e) {
            return new AttachAnswer.Refused<>("there is no process " + pid, "look for its present pid");
        } catch (AccessDeniedException e) {
            return new AttachAnswer.Refused<>(
                    "reading " + e.getFile() + " is not permitted", "run as the process's user or as root");
        } catch (IOException | IllegalArgumentException e) {
            // ESRCH, or a file that no kernel prints
            return new AttachAnswer.Refused<>(
                    "process " + pid + " could not be read (" + e.getMessage() + ")", "see whether it still runs");
        }
    }

    private static Machine machine(String maps) {
        if (OPENJ9.matcher(maps).find()) {
            return Machine.OPENJ9;
        }
        return HOTSPOT.matcher(maps).find() ? Machine.HOTSPOT : Machine.NONE;
    }

    /** Field 22; the second, in parentheses, may hold blanks and parentheses itself. */
    private static long startTime(String stat) {
        String[] afterName = stat.substring(stat.lastIndexOf(')') + 1).strip().split(" ", -1);
        if (afterName.length < 20) {
            throw new IllegalArgumentException("stat has too few fields");
        }
        return Long.parseLong(afterName[19]);
    }

    private static Optional<String> field(String status, String name) {
        Matcher line = Pattern.compile("(?m)^" + name + ":\\s*(\\S.*)$").matcher(status);
        return line.find() ? Optional.of(line.group(1).strip()) : Optional.empty();
    }

    private static long numberAt(String status, String name, int position) {
        String[] words = field(status, name).orElse("").split("\\s+", -1);
        if (words.length <= position) {
            throw new IllegalArgumentException("status has no field " + name);
        }
        return Long.parseLong(words[position]);
    }

    private static Optional<Long> lastNumber(String status, String name) {
        return field(status, name).map(text -> {
            String[] words = text.split("\\s+", -1);
            return Long.parseLong(words[words.length - 1]);
        });
    }
}
