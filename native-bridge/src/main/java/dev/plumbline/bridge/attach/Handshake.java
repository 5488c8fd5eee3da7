package dev.plumbline.bridge.attach;

import dev.plumbline.bridge.NativeAnswer;
import dev.plumbline.bridge.NativeCalls;
import java.io.IOException;
import java.net.ConnectException;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** How one comes to a JVM's socket: by finding it, or by asking for it with a file and a signal. */
final class Handshake {

    private static final int SIGQUIT = 3;
    private static final long POLL_MILLIS = 10;
    private static final int ROOT = 0;
    /** S_ISVTX, linux/stat.h. */
    private static final int STICKY = 0x200;

    private final Path proc;
    private final JvmProcess process;
    private final Path temporary;
    private final Path socket;

    Handshake(Path proc, JvmProcess process) {
        this.proc = proc;
        this.process = process;
        this.temporary = directory().resolve("root/tmp");
        this.socket = temporary.resolve(".java_pid" + process.namespacePid());
    }

    /** What can be seen without contact to speak against talking to it; empty if nothing. */
    Optional<AttachAnswer<Path>> objection() {
        Optional<AttachAnswer<Path>> toTalking = Objections.toTalkingTo(process);
        return toTalking.isPresent() || Files.exists(socket, LinkOption.NOFOLLOW_LINKS)
                ? toTalking
                : Objections.toSignalling(process);
    }

    /** Sees to it that the JVM listens; the value is the socket. */
    AttachAnswer<Path> socket(Deadline deadline) {
        Optional<AttachAnswer<Path>> objection = Objections.toTalkingTo(process);
        if (objection.isPresent()) {
            return objection.get();
        }
        try {
            AttachSocket.prepare();
            if (isItsSocket() && accepts()) {
                return new AttachAnswer.Value<>(socket);
            }
            if (isBlocked()) {
                return new AttachAnswer.Refused<>(
                        socket + " is another user's, left by an earlier process of that number, and user "
                                + process.uid() + " cannot put a socket in its place",
                        "remove that file");
            }
        } catch (IOException e) {
            return failed("looking for its socket", e);
        }
        Optional<AttachAnswer<Path>> toSignal = Objections.toSignalling(process);
        return toSignal.isPresent() ? toSignal.get() : raise(deadline);
    }

    /** A connection of its own for one request. */
    SocketChannel connect() throws IOException {
        return as(() -> AttachSocket.connect(socket));
    }

    /** What to say where the socket closed without a word. */
    <T> AttachAnswer<T> hungUp() {
        return new AttachAnswer.Refused<>(
                "it closed the connection without an answer: it accepts user " + process.uid() + " and group "
                        + process.gid() + " alone, or is ending",
                "run as that user");
    }

    <T> AttachAnswer<T> failed(String doing, IOException e) {
        return Files.exists(directory())
                ? new AttachAnswer.Refused<>(doing + " failed: " + e.getMessage(), remedyByUser())
                : new AttachAnswer.Refused<>("it has ended", "look for its present pid");
    }

    private AttachAnswer<Path> raise(Deadline deadline) {
        String name = TriggerFile.name(process.namespacePid());
        try {
            TriggerFile trigger =
                    as(() -> TriggerFile.create(List.of(directory().resolve("cwd"), temporary), name));
            try {
                Optional<AttachAnswer<Path>> refusal = signal();
                return refusal.isPresent() ? refusal.get() : awaitSocket(deadline);
            } finally {
                trigger.remove();
            }
        } catch (IOException e) {
            return failed("leaving a file that asks it to listen", e);
        }
    }

    /** The refusal, where the JVM was not signalled. */
    private Optional<AttachAnswer<Path>> signal() {
        NativeAnswer<Boolean> sent = NativeCalls.get().signal(process.pid(), SIGQUIT, this::isStillTheSame);
        if (sent instanceof NativeAnswer.Refused<Boolean> refused) {
            return refusal("signalling it was refused (" + refused + ")", remedyByUser());
        }
        if (sent instanceof NativeAnswer.Unavailable<Boolean> unavailable) {
            return refusal(
                    "it does not listen yet, and " + unavailable.reason(),
                    "run `jcmd " + process.pid() + " VM.version` once, after which it listens");
        }
        return sent.answer().orElse(false)
                ? Optional.empty()
                : refusal("it has ended or runs another program by now", "look for its present pid");
    }

    private static Optional<AttachAnswer<Path>> refusal(String reason, String remedy) {
        return Optional.of(new AttachAnswer.Refused<>(reason, remedy));
    }

    private String remedyByUser() {
        return "run as user " + process.uid() + " or as root";
    }

    private AttachAnswer<Path> awaitSocket(Deadline deadline) throws IOException {
        boolean interrupted = false;
        while (!deadline.isOver() && !interrupted) {
            if (isItsSocket() && accepts()) {
                return new AttachAnswer.Value<>(socket);
            }
            if (!Files.exists(directory())) {
                return new AttachAnswer.Refused<>("it has ended", "look for its present pid");
            }
            try {
                TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                interrupted = true;
            }
        }
        return new AttachAnswer.Refused<>(
                "it was asked to listen and did not begin to in time",
                "see whether it still starts, is stopped or is too busy, and try again");
    }

    /** In /tmp anybody may make a file of this name. */
    private boolean isItsSocket() throws IOException {
        if (!Files.exists(socket, LinkOption.NOFOLLOW_LINKS)) {
            return false;
        }
        Object owner = Files.getAttribute(socket, "unix:uid", LinkOption.NOFOLLOW_LINKS);
        return Files.readAttributes(socket, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                        .isOther()
                && owner.equals(process.uid());
    }

    /**
     * Whether the JVM cannot make its socket. It renames a new one to the name (LinuxAttachListener::init, os/linux or
     * os/posix/attachListener of HotSpot), which in a sticky directory only the owner of what stands there may do, or that of
     * the directory, or root (rename(2), EPERM).
     */
    private boolean isBlocked() throws IOException {
        if (process.uid() == ROOT || !Files.exists(socket, LinkOption.NOFOLLOW_LINKS)) {
            return false;
        }
        boolean sticky = ((int) Files.getAttribute(temporary, "unix:mode") & STICKY) != 0;
        return sticky
                && !Files.getAttribute(socket, "unix:uid", LinkOption.NOFOLLOW_LINKS)
                        .equals(process.uid())
                && !Files.getAttribute(temporary, "unix:uid").equals(process.uid());
    }

    /** Whether anybody listens: a socket may be left of an earlier process of the same number, and is then replaced. */
    private boolean accepts() throws IOException {
        try (SocketChannel connection = connect()) {
            return connection.isConnected();
        } catch (ConnectException e) {
            return false;
        }
    }

    /** Asked between getting hold of the process and signalling it. */
    private boolean isStillTheSame() {
        return JvmProcess.read(proc, process.pid()) instanceof AttachAnswer.Value<JvmProcess> now
                && now.value().startTimeTicks() == process.startTimeTicks()
                && now.value().handlesQuit()
                && now.value().machine() == JvmProcess.Machine.HOTSPOT;
    }

    private <T> T as(NativeCalls.FileAction<T> action) throws IOException {
        return NativeCalls.get().asUser(process.uid(), process.gid(), action);
    }

    private Path directory() {
        return proc.resolve(Integer.toString(process.pid()));
    }
}
