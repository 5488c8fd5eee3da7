package dev.plumbline.bridge.attach;

import dev.plumbline.bridge.Origin;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A JVM that accepts operations over its attach socket. The socket is found, or the JVM is brought to make it, once; each
 * operation then takes a connection of its own. The JVM runs one operation at a time, in a thread of its own.
 *
 * <p>Works across root directories, mount and pid namespaces, for the socket is reached through {@code /proc/PID/root} and named by
 * the innermost pid. A root user asks in the name of the target's user, so that JVMs that accept nobody else (8) answer too.
 *
 * <p>Sources: {@code PosixAttachListener}, src/hotspot/os/posix/attachListener_posix.cpp (25); hotspot/src/os/linux/vm/attachListener_linux.cpp
 * (8).
 */
public final class JvmAttach {

    private static final Pattern FIRST_LINE = Pattern.compile("\\A(-?\\d{1,9})(?:\n|\\z)");
    private static final Pattern VERSION_2 = Pattern.compile("2(?: .*)?", Pattern.DOTALL);

    private final Handshake handshake;
    private final AttachLimits limits;

    private JvmAttach(Handshake handshake, AttachLimits limits) {
        this.handshake = handshake;
        this.limits = limits;
    }

    /**
     * What speaks against talking to a process, as far as /proc shows it; nothing of the process is touched.
     *
     * @param host the live host whose proc knows the process
     * @param pid as that proc numbers it
     */
    public static Optional<AttachAnswer.Refused<JvmAttach>> objection(Origin.Live host, int pid) {
        Path proc = Path.of(host.root()).resolve("proc");
        AttachAnswer<JvmProcess> known = JvmProcess.read(proc, pid);
        if (known instanceof AttachAnswer.Refused<JvmProcess> refused) {
            return Optional.of(refused.retyped());
        }
        JvmProcess process = ((AttachAnswer.Value<JvmProcess>) known).value();
        return new Handshake(proc, process).objection().map(answer -> ((AttachAnswer.Refused<Path>) answer).retyped());
    }

    /**
     * Finds a JVM's socket. Where there is none yet, the JVM is sent SIGQUIT, which it takes as a request to make one; no process
     * without a handler for it, that is no HotSpot JVM by its mappings, or whose attach mechanism is turned off is ever signalled.
     *
     * @param host the live host whose proc knows the process
     * @param pid as that proc numbers it
     * @param startTimeTicks field 22 of its stat, so that a later process of the same pid is never signalled
     * @param limits for this and every operation
     */
    public static AttachAnswer<JvmAttach> open(Origin.Live host, int pid, long startTimeTicks, AttachLimits limits) {
        Path proc = Path.of(host.root()).resolve("proc");
        AttachAnswer<JvmProcess> known = JvmProcess.read(proc, pid);
        if (known instanceof AttachAnswer.Refused<JvmProcess> refused) {
            return refused.retyped();
        }
        JvmProcess process = ((AttachAnswer.Value<JvmProcess>) known).value();
        if (process.startTimeTicks() != startTimeTicks) {
            return new AttachAnswer.Refused<>("process " + pid + " is another one by now", "look for the present pid");
        }
        Handshake handshake = new Handshake(proc, process);
        AttachAnswer<Path> socket = handshake.socket(Deadline.in(limits.handshake()));
        return socket instanceof AttachAnswer.Refused<Path> refused
                ? refused.retyped()
                : new AttachAnswer.Value<>(new JvmAttach(handshake, limits));
    }

    /**
     * Runs a diagnostic command, as jcmd does.
     *
     * @param command with its arguments: {@code VM.metaspace basic}
     */
    public AttachAnswer<AttachReply> command(String command) {
        return run("jcmd", List.of(command));
    }

    /**
     * Runs an operation. What version 1 of the protocol cannot carry (more than three arguments, more than 1024 bytes in one) is sent
     * by version 2 to a JVM that knows it, 24 or later.
     *
     * @param operation {@code jcmd}, {@code load}, {@code properties} …
     * @param arguments what the operation takes
     */
    public AttachAnswer<AttachReply> run(String operation, List<String> arguments) {
        AttachRequest request = new AttachRequest(operation, arguments);
        if (request.fitsVersion1()) {
            return send(request.version1());
        }
        AttachAnswer<AttachReply> version = send(new AttachRequest("getversion", List.of("options")).version1());
        if (version instanceof AttachAnswer.Value<AttachReply> known
                && known.value().succeeded()
                && VERSION_2.matcher(known.value().text().strip()).matches()) {
            return send(request.version2());
        }
        return new AttachAnswer.Refused<>(
                "this JVM's attach protocol carries three arguments of 1024 bytes", "shorten the arguments");
    }

    private AttachAnswer<AttachReply> send(byte[] request) {
        Deadline deadline = Deadline.in(limits.reply());
        try (AttachSocket socket = AttachSocket.over(handshake.connect())) {
            byte[] answer = socket.exchange(request, deadline, limits.replyBytes());
            return parse(answer, answer.length >= limits.replyBytes());
        } catch (AttachSocket.TimeOverException e) {
            return new AttachAnswer.Refused<>(
                    "it did not answer within " + limits.reply().toMillis() + " ms", "try again when it is less busy");
        } catch (IOException e) {
            return handshake.failed("asking it", e);
        }
    }

    private AttachAnswer<AttachReply> parse(byte[] answer, boolean cut) {
        String text = new String(answer, StandardCharsets.UTF_8);
        Matcher first = FIRST_LINE.matcher(text);
        if (!first.find()) {
            return answer.length == 0
                    ? handshake.hungUp()
                    : new AttachAnswer.Refused<>(
                            "its answer does not begin with a number but with "
                                    + Arrays.toString(Arrays.copyOf(answer, 8)),
                            "see what listens on its socket");
        }
        return new AttachAnswer.Value<>(
                new AttachReply(Integer.parseInt(first.group(1)), text.substring(first.end()), cut));
    }
}
